//! `earshot backup`, `restore`, `verify` and `erase`, beside a database that is open elsewhere.

use std::io::Read as _;
use std::path::Path;

use crate::history::file;
use crate::office::{Office, complained, said};

/// Everything that a backup holds, as text.
fn unpacked(file: &Path) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(file).expect("the backup");
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("a whole backup");
    text
}

#[tokio::test]
async fn what_was_backed_up_comes_back_and_who_is_erased_is_gone() {
    let office = Office::open().await;
    let history = file(office.folder(), 5);
    office.says(&["import", "twcs", &history.to_string_lossy()]);
    let saved = office.folder().join("saved.earshot");
    assert!(office.says(&["backup", &saved.to_string_lossy()]).contains("rows"));
    assert!(unpacked(&saved).contains("parcel3"));

    let fresh = Office::empty().await;
    let restore = ["restore", &saved.to_string_lossy()].map(ToOwned::to_owned);
    let restore = restore.each_ref().map(String::as_str);
    assert!(office.may_log_in(crate::office::PASSWORD).await);
    let restored = fresh.run(&restore, "");
    assert!(restored.status.success(), "{restored:?}");
    let told = said(&restored);
    let wanted = "answers on their way: looked_up=0 for_people=0; logins ended: 0; in force as they were: \
                  agents=1 tokens=0 accounts=1";
    assert!(told.contains(wanted), "{told}");
    assert!(String::from_utf8_lossy(&restored.stderr).contains("Everybody logs in again"));
    assert!(fresh.says(&["verify"]).contains("problems=0"));
    assert!(complained(&fresh.run(&restore, "")).contains("empty"));

    office.says(&["erase", "--handle", "c3"]);
    assert!(office.says(&["verify"]).contains("problems=0"));
    assert!(complained(&office.run(&["erase", "--handle", "c3"], "")).contains("c3"));
    office.says(&["backup", &saved.to_string_lossy()]);
    let left = unpacked(&saved);
    assert!(left.contains("parcel2") && !left.contains("parcel3"), "one is gone, others stay");
    if !office.ground.is_postgres() {
        let words = std::fs::read(office.folder().join("earshot.db")).expect("the database");
        let holds = |word: &[u8]| words.windows(word.len()).any(|part| part == word);
        assert!(holds(b"parcel2") && !holds(b"parcel3"), "from the file, too");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_folder_is_this_users_alone_on_either_engine() {
    use std::os::unix::fs::PermissionsExt as _;
    let other = earshot_testkit::PostgresDatabase::empty().await;
    for url in [None, other.as_ref().map(earshot_testkit::PostgresDatabase::url)] {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("deep").join("data");
        let database = url.iter().flat_map(|url| ["--database", url.as_str()]);
        let words: Vec<&str> = database.chain(["restore", "missing.earshot"]).collect();
        complained(&crate::office::run(&data, &words, ""));
        for made in [data.as_path(), data.parent().expect("a folder")] {
            let mode = std::fs::metadata(made).expect("it was made").permissions().mode() & 0o777;
            assert_eq!(mode, 0o700, "{words:?}");
        }
    }
}
