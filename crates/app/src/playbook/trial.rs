//! `earshot playbook test FILE`.

use std::path::Path;
use std::process::ExitCode;

/// Tries the examples that the file keeps.
pub(super) fn run(file: &Path) -> anyhow::Result<ExitCode> {
    let Some((document, playbook)) = super::read(file)? else { return Ok(ExitCode::FAILURE) };
    let trials = playbook.try_examples(&document);
    let mut failed = 0_usize;
    for trial in &trials {
        if trial.misses.is_empty() {
            continue;
        }
        failed += 1;
        println!("failed: {}", trial.example.name);
        for miss in &trial.misses {
            println!("    {miss}");
        }
        let lines: Vec<String> = trial
            .decision
            .reasons
            .iter()
            .map(|reason| {
                reason.line.map_or_else(|| reason.key.clone(), |line| format!("line {line}"))
            })
            .collect();
        println!("    because of {}", lines.join(", "));
    }
    println!("{}: {} of {} examples pass", file.display(), trials.len() - failed, trials.len());
    if trials.is_empty() {
        println!("Nothing was tried: the file has no [[example]].");
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
