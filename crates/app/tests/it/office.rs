//! A data folder in use, and the program run beside it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{LogIn, NewOrganization, PasswordRule};
use earshot_model::{FixedClock, Instruments, OrderedIds, SeededNoise, Time};
use earshot_store::Db;

pub(crate) const PASSWORD: &str = "four tall green trees";
/// 1 June 2026, 12:00 UTC.
pub(crate) const NOON: Time = Time(1_780_315_200_000_000);

/// An organization whose administrator is `ada@SLUG.example`.
pub(crate) fn new_organization(slug: &str) -> NewOrganization {
    NewOrganization {
        name: slug.to_owned(),
        slug: slug.to_owned(),
        time_zone: "UTC".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Ada".to_owned(),
        admin_email: format!("ada@{slug}.example"),
        admin_password: PASSWORD.to_owned(),
    }
}

/// A data folder in use, as by a running server.
pub(crate) struct Office {
    pub(crate) engage: Engage,
    pub(crate) folder: tempfile::TempDir,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open_sqlite(&folder.path().join("earshot.db")).await.expect("a database");
        let tools = Instruments {
            clock: Arc::new(FixedClock::new(NOON)),
            ids: Arc::new(OrderedIds::new(1)),
            noise: Arc::new(SeededNoise::new(2)),
        };
        let office = Self { engage: Engage::new(Arc::new(db), tools, Hub::default()), folder };
        office.organization("brand").await;
        office
    }

    pub(crate) async fn organization(&self, slug: &str) {
        let new = new_organization(slug);
        let made = self.engage.create_organization(new, PasswordRule::Strict).await;
        made.expect("an organization");
    }

    pub(crate) async fn may_log_in(&self, password: &str) -> bool {
        let attempt = LogIn {
            slug: Some("brand".to_owned()),
            email: "ada@brand.example".to_owned(),
            password: password.to_owned(),
            from: None,
        };
        self.engage.log_in(attempt).await.is_ok()
    }

    pub(crate) fn run(&self, words: &[&str], typed: &str) -> Output {
        run(self.folder.path(), words, typed)
    }
}

pub(crate) fn run(data: &Path, words: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_earshot"))
        .arg("--data")
        .arg(data)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    // A command that needs no input may have ended before it was written.
    let _unread = input.write_all(typed.as_bytes());
    drop(input);
    child.wait_with_output().expect("the program ends")
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The word behind a name in what a command printed.
pub(crate) fn word(output: &Output, name: &str) -> String {
    let text = said(output);
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {output:?}")).trim().to_owned()
}
