//! `earshot playbook`: policy as a text file, checked, tried, compared and replayed.

mod check;
mod compare;
mod replay;
mod starter;
mod trial;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use earshot_playbook::{Document, Playbook};

use crate::args::Playbook as What;
use crate::config::Config;

/// `earshot playbook ...`.
pub(crate) async fn run(config: &Config, what: &What) -> anyhow::Result<ExitCode> {
    match what {
        What::Check { file } => check::run(file),
        What::Test { file } => trial::run(file),
        What::Diff { old, new } => compare::run(old, new),
        What::Replay(asked) => replay::run(config, asked).await,
        What::Starter { industry } => starter::run(*industry),
    }
}

/// The text of a file.
fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// The playbook in a file. Where there is none its problems are printed, and there is nothing.
fn read(file: &Path) -> anyhow::Result<Option<(Document, Playbook)>> {
    let text = text(file)?;
    match Playbook::read(0, &text) {
        Ok(found) => Ok(Some(found)),
        Err(problems) => {
            let name = file.display().to_string();
            for problem in &problems {
                eprintln!("{}", problem.render(&name, &text));
            }
            let things = if problems.len() == 1 { "problem" } else { "problems" };
            eprintln!("{name}: {} {things}. Nothing was changed.", problems.len());
            Ok(None)
        }
    }
}
