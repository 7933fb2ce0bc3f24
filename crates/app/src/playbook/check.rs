//! `earshot playbook check FILE`.

use std::path::Path;
use std::process::ExitCode;

use earshot_playbook::warnings;

/// Says what is wrong with a file, with line and column, or what it holds.
pub(super) fn run(file: &Path) -> anyhow::Result<ExitCode> {
    let Some((document, playbook)) = super::read(file)? else { return Ok(ExitCode::FAILURE) };
    for warning in warnings(&document, &playbook) {
        println!("note: {warning}");
    }
    println!(
        "{}: \"{}\", {} lines, {} examples, at most {} steps a post. It can go to work.",
        file.display(),
        document.name,
        document.lines.len(),
        document.examples.len(),
        playbook.steps(),
    );
    Ok(ExitCode::SUCCESS)
}
