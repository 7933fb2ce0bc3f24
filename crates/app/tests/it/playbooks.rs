//! `earshot playbook`: policy as a text file.

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_earshot"))
        .current_dir(folder)
        .args(words)
        .output()
        .expect("the binary runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the starter of travel as `a.toml` and a changed one as `b.toml`.
fn folder(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let starter = run(folder.path(), &["playbook", "starter", "travel"]);
    assert!(starter.status.success(), "{}", err(&starter));
    let text = out(&starter);
    std::fs::write(folder.path().join("a.toml"), &text).expect("a file");
    std::fs::write(folder.path().join("b.toml"), change(&text)).expect("a file");
    folder
}

#[test]
fn a_starter_checks_and_passes_its_examples() {
    let folder = folder(str::to_owned);
    let check = run(folder.path(), &["playbook", "check", "a.toml"]);
    assert!(check.status.success(), "{}", err(&check));
    assert!(out(&check).contains("It can go to work."), "{}", out(&check));
    let test = run(folder.path(), &["playbook", "test", "a.toml"]);
    assert!(test.status.success(), "{}", out(&test));
    let same = run(folder.path(), &["playbook", "diff", "a.toml", "b.toml"]);
    assert_eq!((same.status.code(), out(&same).trim()), (Some(0), "Both mean the same."));
}

#[test]
fn a_mistake_is_told_at_its_character_and_ends_with_one() {
    let folder = folder(|text| text.replacen("\"safety\" in intents", "\"safty\" in intents", 1));
    let check = run(folder.path(), &["playbook", "check", "b.toml"]);
    assert_eq!(check.status.code(), Some(1));
    let told = err(&check);
    assert!(told.contains("did you mean \"safety\"?") && told.contains("^^^^^^^"), "{told}");
    let missing = run(folder.path(), &["playbook", "check", "c.toml"]);
    assert!(err(&missing).contains("cannot read c.toml"), "{}", err(&missing));
}

#[test]
fn a_changed_line_shows_in_diff_and_in_the_examples() {
    let folder = folder(|text| {
        let (before, after) = text.split_once("name = \"Request or rant\"").expect("the line");
        let after = after.replacen("clock = \"normal\"", "clock = \"relaxed\"", 1);
        format!("{before}name = \"Request or rant\"{after}")
    });
    let diff = run(folder.path(), &["playbook", "diff", "a.toml", "b.toml"]);
    assert_eq!(diff.status.code(), Some(1));
    let told = out(&diff);
    assert!(
        told.contains("line 36 \"Request or rant\"") && told.contains("clock: normal -> relaxed"),
        "{told}"
    );
    let test = run(folder.path(), &["playbook", "test", "b.toml"]);
    assert_eq!(test.status.code(), Some(1));
    assert!(out(&test).contains("clock should be normal, and is relaxed"), "{}", out(&test));
}

#[tokio::test]
async fn a_replay_of_an_empty_folder_says_what_to_do() {
    let folder = folder(str::to_owned);
    let playbook = folder.path().join("b.toml");
    let office = crate::office::Office::empty().await;
    let replay = office.run(&["playbook", "replay", &playbook.to_string_lossy()], "");
    assert!(!replay.status.success());
    assert!(err(&replay).contains("there is no organization yet"), "{}", err(&replay));
}
