//! `earshot account` and `earshot password`, beside a database that is open elsewhere.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{LogIn, NewOrganization, PasswordRule};
use earshot_model::{FixedClock, Instruments, OrderedIds, SeededNoise, Time};
use earshot_store::Db;

const PASSWORD: &str = "four tall green trees";

/// A data folder in use, as by a running server.
struct Office {
    engage: Engage,
    folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open_sqlite(&folder.path().join("earshot.db")).await.expect("a database");
        let tools = Instruments {
            clock: Arc::new(FixedClock::new(Time(1_780_315_200_000_000))),
            ids: Arc::new(OrderedIds::new(1)),
            noise: Arc::new(SeededNoise::new(2)),
        };
        let office = Self { engage: Engage::new(Arc::new(db), tools, Hub::default()), folder };
        office.organization("brand").await;
        office
    }

    async fn organization(&self, slug: &str) {
        let new = NewOrganization {
            name: slug.to_owned(),
            slug: slug.to_owned(),
            time_zone: "UTC".to_owned(),
            locale: "en".to_owned(),
            industry: None,
            admin_name: "Ada".to_owned(),
            admin_email: format!("ada@{slug}.example"),
            admin_password: PASSWORD.to_owned(),
        };
        let made = self.engage.create_organization(new, PasswordRule::Strict).await;
        made.expect("an organization");
    }

    async fn may_log_in(&self, password: &str) -> bool {
        let attempt = LogIn {
            slug: Some("brand".to_owned()),
            email: "ada@brand.example".to_owned(),
            password: password.to_owned(),
            from: None,
        };
        self.engage.log_in(attempt).await.is_ok()
    }

    fn run(&self, words: &[&str], typed: &str) -> Output {
        run(self.folder.path(), words, typed)
    }
}

fn run(data: &Path, words: &[&str], typed: &str) -> Output {
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

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The word behind a name in what a command printed.
fn word(output: &Output, name: &str) -> String {
    let text = said(output);
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {output:?}")).trim().to_owned()
}

const ADD: [&str; 6] = ["account", "add", "--channel", "forum", "--handle", "@brand"];

#[tokio::test]
async fn an_account_is_made_listed_and_proves_itself() {
    let office = Office::open().await;
    let url = "https://plugin.example/hook";
    let made = office.run(&[&ADD[..], &["--webhook", url]].concat(), "");
    let (id, token) = (word(&made, "account"), word(&made, "token"));
    let account = id.parse().expect("an id");
    let proved = office.engage.connector(account, &token).await.expect("the database answers");
    assert_eq!(proved.map(|account| account.handle), Some("@brand".to_owned()));
    let secret = word(&made, "secret");
    assert!(secret.starts_with("whsec_") && secret.len() > 40, "{secret}");
    let listed = said(&office.run(&["account", "list"], ""));
    assert!(listed.contains(&id) && listed.contains(url), "{listed}");
    assert!(!listed.contains(&token) && !listed.contains(&secret), "shown once");
    let fresh = word(&office.run(&["account", "rotate", &id], ""), "secret");
    assert_ne!(fresh, secret);
    assert!(office.run(&["account", "rotate", &id, "--end"], "").status.success());
    assert!(complained(&office.run(&ADD, "")).contains("taken"));
}

#[tokio::test]
async fn a_new_key_takes_over_and_a_lost_one_is_told() {
    let office = Office::open().await;
    assert!(office.run(&ADD, "").status.success());
    let file = office.folder.path().join("secret.key");
    let old = std::fs::read_to_string(&file).expect("the key");
    let new = format!("{}=\n", "A".repeat(43));
    std::fs::write(&file, format!("{new}{old}")).expect("the file is written");
    let moved = office.run(&["account", "reseal"], "");
    assert_eq!(said(&moved).trim(), "brand: moved=1 newest=0 closed=0");
    std::fs::write(&file, &new).expect("the file is written");
    let kept = office.run(&["account", "reseal"], "");
    assert_eq!(said(&kept).trim(), "brand: moved=0 newest=1 closed=0");
    std::fs::write(&file, &old).expect("the file is written");
    assert!(complained(&office.run(&["account", "reseal"], "")).contains("put back the key"));
}

#[tokio::test]
async fn a_password_comes_from_standard_input() {
    let office = Office::open().await;
    let set = ["password", "--email", "ada@brand.example"];
    assert!(complained(&office.run(&set, "short\n")).contains("at least 12"));
    assert!(office.may_log_in(PASSWORD).await);
    let changed = office.run(&set, "nine quiet red foxes\n");
    assert!(changed.status.success(), "{changed:?}");
    assert!(!office.may_log_in(PASSWORD).await);
    assert!(office.may_log_in("nine quiet red foxes").await);
    let nobody = office.run(&["password", "--email", "bo@brand.example"], "nine quiet foxes\n");
    assert!(complained(&nobody).contains("bo@brand.example"));
}

#[tokio::test]
async fn with_several_organizations_one_must_be_named() {
    let empty = tempfile::tempdir().expect("a folder");
    assert!(complained(&run(empty.path(), &ADD, "")).contains("no organization yet"));
    let office = Office::open().await;
    office.organization("other").await;
    let asked = complained(&office.run(&ADD, ""));
    assert!(asked.contains("--organization") && asked.contains("other"), "{asked}");
    let named = |slug| office.run(&[&ADD[..], &["--organization", slug]].concat(), "");
    assert!(named("other").status.success());
    assert!(complained(&named("nobody")).contains("nobody"));
    let list = ["account", "list", "--organization"];
    assert!(said(&office.run(&[&list[..], &["brand"]].concat(), "")).is_empty());
    assert!(!said(&office.run(&[&list[..], &["other"]].concat(), "")).is_empty());
}

#[tokio::test]
async fn retention_is_listed_and_set_and_says_what_would_go() {
    let office = Office::open().await;
    let listed = said(&office.run(&["retention", "list"], ""));
    assert!(listed.lines().count() == 10 && listed.contains("noise"), "{listed}");
    let set = office.run(&["retention", "set", "noise", "7"], "");
    assert_eq!(said(&set).trim(), "noise days=7 was=30 due=0");
    assert!(said(&office.run(&["retention", "list"], "")).contains("days=7"));
    assert!(complained(&office.run(&["retention", "set", "all", "7"], "")).contains("noise"));
    assert!(complained(&office.run(&["retention", "set", "noise", "0"], "")).contains("36500"));
}

#[tokio::test]
async fn a_hold_needs_a_customer_a_reason_and_somebody_in_whose_name() {
    let office = Office::open().await;
    assert!(said(&office.run(&["hold", "list"], "")).is_empty());
    let nobody = ["hold", "set", "--handle", "@mirela", "--reason", "why", "--as"];
    let asked = complained(&office.run(&[&nobody[..], &["bo@brand.example"]].concat(), ""));
    assert!(asked.contains("--as"), "{asked}");
    let asked = complained(&office.run(&[&nobody[..], &["ada@brand.example"]].concat(), ""));
    assert!(asked.contains("@mirela"), "{asked}");
    let lift =
        ["hold", "lift", "018f0000-0000-7000-8000-0000000000aa", "--as", "ada@brand.example"];
    assert!(complained(&office.run(&lift, "")).contains("hold in force"));
}
