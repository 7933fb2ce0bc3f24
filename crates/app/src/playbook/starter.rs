//! `earshot playbook starter [INDUSTRY]`.

use std::process::ExitCode;

use earshot_playbook::{DEFAULT, Industry, starter};

/// Prints a playbook to start with.
pub(super) fn run(industry: Option<Industry>) -> anyhow::Result<ExitCode> {
    let Some(industry) = industry else {
        print!("{DEFAULT}");
        return Ok(ExitCode::SUCCESS);
    };
    match starter(industry) {
        Ok(document) => print!("{document}"),
        Err(problems) => anyhow::bail!("the starter cannot be read: {problems:?}"),
    }
    Ok(ExitCode::SUCCESS)
}
