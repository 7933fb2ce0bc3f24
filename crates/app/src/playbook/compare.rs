//! `earshot playbook diff OLD NEW`.

use std::path::Path;
use std::process::ExitCode;

use earshot_playbook::diff;

/// Says what is different, in words. As `diff` does, it ends with 1 when something is.
pub(super) fn run(old: &Path, new: &Path) -> anyhow::Result<ExitCode> {
    let (before, now) = (super::read(old)?, super::read(new)?);
    let (Some((before, _)), Some((now, _))) = (before, now) else { return Ok(ExitCode::from(2)) };
    let changes = diff(&before, &now);
    for change in &changes {
        println!("{change}");
    }
    if changes.is_empty() {
        println!("Both mean the same.");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::from(1))
}
