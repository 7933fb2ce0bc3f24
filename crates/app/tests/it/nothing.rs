//! Commands that are run in the wrong folder, or on the wrong database.

use std::path::Path;

use earshot_testkit::PostgresDatabase;

use crate::office::{Office, complained, run};

/// One of each command that works on what is there.
const COMMANDS: [&[&str]; 10] = [
    &["verify"],
    &["account", "list"],
    &["account", "reseal"],
    &["channel", "doctor", "018f0000-0000-7000-8000-0000000000aa"],
    &["password", "--email", "ada@brand.example"],
    &["reindex"],
    &["retention", "list"],
    &["hold", "list"],
    &["erase", "--handle", "c3"],
    &["backup", "FILE"],
];

/// What each command says in this folder. None of them goes well, and none leaves anything.
fn refused(
    run: impl Fn(&[&str]) -> std::process::Output,
    folder: &Path,
    saved: &Path,
) -> Vec<String> {
    let file = saved.to_string_lossy().into_owned();
    let command = |words: &[&str]| -> String {
        let words: Vec<&str> =
            words.iter().map(|word| if *word == "FILE" { file.as_str() } else { *word }).collect();
        let told = complained(&run(&words));
        assert!(told.contains("--data"), "{words:?}: {told}");
        assert!(told.contains(&*folder.to_string_lossy()), "{words:?}: {told}");
        assert!(!saved.exists(), "{words:?} backed up nothing");
        told
    };
    COMMANDS.iter().map(|words| command(words)).collect()
}

#[test]
fn where_no_database_is_no_command_makes_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, saved) = (folder.path().join("elsewhere"), folder.path().join("saved.earshot"));
    let all = refused(|words| run(&data, words, ""), &data, &saved);
    assert!(all.iter().all(|told| told.contains("no database")), "{all:?}");
    assert!(!data.exists(), "not even the folder");
    std::fs::create_dir(&data).expect("a folder");
    let file = data.join("earshot.db");
    std::fs::write(&file, "").expect("an empty file");
    refused(|words| run(&data, words, ""), &data, &saved);
    assert_eq!(std::fs::metadata(&file).expect("the file").len(), 0);
    assert_eq!(std::fs::read_dir(&data).expect("the folder").count(), 1);
}

#[tokio::test]
async fn a_database_that_nobody_set_up_is_not_backed_up() {
    let office = Office::empty().await;
    let saved = office.folder().join("saved.earshot");
    let all = refused(|words| office.run(words, ""), office.folder(), &saved);
    assert!(all.iter().all(|told| told.contains("no organization yet")), "{all:?}");
}

#[tokio::test]
async fn a_postgres_of_something_else_is_left_alone() {
    let Some(other) = PostgresDatabase::empty().await else { return };
    let url = other.url();
    let folder = tempfile::tempdir().expect("a folder");
    let (data, saved) = (folder.path().join("data"), folder.path().join("saved.earshot"));
    let on = |words: &[&str]| run(&data, &[&["--database", &url], words].concat(), "");
    for _ in 0..2 {
        let all = refused(on, &data, &saved);
        assert!(all.iter().all(|told| told.contains("not one of Earshot")), "{all:?}");
    }
    assert!(!data.exists());
}
