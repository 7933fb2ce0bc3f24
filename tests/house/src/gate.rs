//! The gate is not green with a suite missing.

use std::process::Command;

use crate::workspace::root;

/// Whether a run goes on when this step cannot run.
fn goes_on_without(step: &str, environment: &[(&str, &str)]) -> bool {
    let script = "source scripts/lib/steps.sh; skip \"$1\" 'it is not installed'; exit 0";
    Command::new("bash")
        .args(["-euc", script, "bash", step])
        .current_dir(root())
        .env_remove("CI")
        .envs(environment.iter().copied())
        .output()
        .expect("bash runs")
        .status
        .success()
}

#[test]
fn a_suite_that_cannot_run_fails_the_gate_and_nobody_else() {
    let gate = [("CI", "true")];
    for step in ["rust on PostgreSQL", "browser", "ui", "scripts"] {
        assert!(!goes_on_without(step, &gate), "the gate went on without {step}");
        assert!(goes_on_without(step, &[]), "{step} is needed on everybody's machine");
    }
    for step in ["mail", "history"] {
        assert!(goes_on_without(step, &gate), "the gate may do without {step}");
        assert!(!goes_on_without(step, &[("CI", "true"), ("complete", "yes")]));
    }
}

#[test]
fn the_gate_says_that_it_is_one() {
    let run = std::fs::read_to_string(root().join(".ci/run")).expect("the gate");
    assert!(run.contains("export CI=true"), "{run}");
}
