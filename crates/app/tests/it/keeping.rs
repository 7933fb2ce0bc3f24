//! `earshot import`, `backup`, `restore`, `verify` and `erase`, beside a database that is open elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::office::{Office, PASSWORD, complained, run, said};

const COLUMNS: &str = "tweet_id\tauthor_id\tinbound\tcreated_at\tresponse_tweet_id\t\
                       in_response_to_tweet_id\ttext";
const DAY: &str = "Tue Oct 31 22:00:00 +0000 2017";

/// A file of so many conversations of two posts each, the reply before its parent, and a broken line
/// as the third one.
fn file(folder: &Path, conversations: usize) -> PathBuf {
    let mut lines = vec![COLUMNS.to_owned()];
    for at in 1..=conversations {
        let (asked, told) = (2 * at, 2 * at + 1);
        lines.push(format!("{told}\tbrandcare\tFalse\t{DAY}\t\t{asked}.0\t@c{at} We look into it"));
        lines.push(format!("{asked}\tc{at}\tTrue\t{DAY}\t{told}\t\t@brandcare help, parcel{at}"));
    }
    lines.insert(3, "no tweet at all".to_owned());
    let path = folder.join("history.tsv");
    std::fs::write(&path, lines.join("\n")).expect("a file");
    path
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_runs_while_the_database_is_written_elsewhere() {
    let office = Arc::new(Office::open().await);
    let history = file(office.folder.path(), 40);
    let (ends, busy) = (Arc::new(AtomicBool::new(false)), Arc::clone(&office));
    let done = Arc::clone(&ends);
    // Each login writes a session, in this process, as a server would.
    let elsewhere = tokio::spawn(async move {
        let mut logins = 0_u32;
        while !done.load(Ordering::Relaxed) {
            assert!(busy.may_log_in(PASSWORD).await, "the database is open to others");
            logins += 1;
        }
        logins
    });
    let asked = ["import", "twcs", &history.to_string_lossy()].map(ToOwned::to_owned);
    let here = Arc::clone(&office);
    let import = move || here.run(&asked.each_ref().map(String::as_str), "");
    let first = tokio::task::spawn_blocking(import.clone()).await.expect("it ran");
    assert!(first.status.success(), "{first:?}");
    let wanted = "read=81 new=80 duplicate=0 broken=1 threads=40 cases=40";
    assert_eq!(last_line(&said(&first)), wanted);
    let told = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(told.contains("history.tsv") && told.contains("line 4"), "{told}");
    let again = tokio::task::spawn_blocking(import).await.expect("it ran");
    assert!(last_line(&said(&again)).starts_with("read=81 new=0 duplicate=80 broken=1"));
    ends.store(true, Ordering::Relaxed);
    assert!(elsewhere.await.expect("nobody was locked out") > 0);
    assert!(said(&office.run(&["verify"], "")).contains("problems=0"));
}

#[tokio::test]
async fn what_was_backed_up_comes_back_and_who_is_erased_is_gone() {
    let office = Office::open().await;
    let history = file(office.folder.path(), 5);
    assert!(office.run(&["import", "twcs", &history.to_string_lossy()], "").status.success());
    let saved = office.folder.path().join("saved.earshot");
    let saved = saved.to_string_lossy();
    let written = office.run(&["backup", &saved], "");
    assert!(written.status.success() && said(&written).contains("rows"), "{written:?}");

    let fresh = tempfile::tempdir().expect("a folder");
    let restored = run(fresh.path(), &["restore", &saved], "");
    assert!(restored.status.success(), "{restored:?}");
    assert!(said(&run(fresh.path(), &["verify"], "")).contains("problems=0"));
    assert!(complained(&run(fresh.path(), &["restore", &saved], "")).contains("empty"));

    assert!(office.run(&["erase", "--handle", "c3"], "").status.success());
    assert!(said(&office.run(&["verify"], "")).contains("problems=0"));
    assert!(complained(&office.run(&["erase", "--handle", "c3"], "")).contains("c3"));
    let words = std::fs::read(office.folder.path().join("earshot.db")).expect("the database");
    let holds = |word: &[u8]| words.windows(word.len()).any(|part| part == word);
    assert!(holds(b"parcel2") && !holds(b"parcel3"), "one is gone from the file, others stay");
}
