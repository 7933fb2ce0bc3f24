//! `earshot channel conformance`: our own core and the sample connector pass it, and what is broken
//! does not.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use earshot_bus::Hub;
use earshot_conformance::core::{Desk, core, is_in_use};
use earshot_conformance::{Link, Sheet};
use earshot_engage::Engage;
use earshot_engage::reply::ReplyRequest;
use earshot_engage::seal::{Key, KeyRing, Seal};
use earshot_engage::staff::{Connected, LogIn, NewAccount, PasswordRule};
use earshot_listen::Listen;
use earshot_model::{
    Actor, Audience, Capabilities, Clock as _, FixedClock, Instruments, OrgId, Time,
};
use earshot_record::Record;
use earshot_store::{Db, Error, accounts, cases, posts};
use earshot_testkit::Ground;
use earshot_web::State;

use crate::office::{PASSWORD, new_organization, run, said};

fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    free.local_addr().expect("its address").port()
}

/// A key that only this test uses.
struct Ring;

impl KeyRing for Ring {
    fn keys(&self) -> std::io::Result<Vec<Key>> {
        Ok(vec![Key::new([5; 32])])
    }

    fn make(&self) -> std::io::Result<Vec<Key>> {
        self.keys()
    }
}

/// A core that is served, and somebody at its desk.
struct Core {
    _ground: Ground,
    db: Arc<Db>,
    clock: Arc<FixedClock>,
    tools: Instruments,
    engage: Engage,
    listen: Listen,
    org: OrgId,
    link: Link,
}

impl Core {
    async fn open() -> Self {
        let ground = Ground::chosen().await;
        let (db, clock, tools) = (ground.db.clone(), ground.clock.clone(), ground.tools.clone());
        let engage = Engage::new(db.clone(), tools.clone(), Hub::default())
            .with_seal(Seal::new(Arc::new(Ring)));
        let listen = Listen::new(db.clone(), tools.clone());
        let new = new_organization("brand");
        let made = engage.create_organization(new, PasswordRule::Strict).await;
        let org = made.expect("an organization");
        let new = NewAccount {
            channel: "test".to_owned(),
            handle: "brand".to_owned(),
            name: "Brand".to_owned(),
            capabilities: Capabilities::default(),
        };
        let made = engage.connect_signing_account_as(org, Actor::System, new, None).await;
        let Connected { account, token, secret } = made.expect("an account");
        let record = Record::new(db.clone(), tools.clone());
        let state = State::new(listen.clone(), engage.clone(), record, tools.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base_url = format!("http://{}", listener.local_addr().expect("its address"));
        let app = earshot_web::router(state);
        tokio::spawn(async move { axum::serve(listener, app).await });
        let link = Link { base_url, account: account.id, token, secret: Some(secret) };
        Self { _ground: ground, db, clock, tools, engage, listen, org, link }
    }
}

#[async_trait]
impl Desk for Core {
    async fn please_answer(&self, mark: &str) {
        while self.listen.work_once().await.expect("the inbox can be worked on") {}
        let attempt = LogIn {
            slug: Some("brand".to_owned()),
            email: "ada@brand.example".to_owned(),
            password: PASSWORD.to_owned(),
            from: None,
        };
        let ada = self.engage.log_in(attempt).await.expect("a session").staff;
        let id = mark.replace("answer-me", "cry");
        let mut conn = self.db.read(self.org).await.expect("a connection");
        let known = posts::known(&mut conn, self.link.account, vec![id]).await.expect("posts");
        let case = known.first().and_then(|post| post.case_id).expect("a case of the post");
        let case = cases::find(&mut conn, case).await.expect("the case");
        drop(conn);
        let key = self.tools.id();
        let request = ReplyRequest {
            case: case.id,
            key,
            audience: Audience::Private,
            text: "We are on it.".to_owned(),
            place: None,
            unproved: false,
            seen: case.version,
            override_reason: None,
        };
        self.engage.reply(&ada, request).await.expect("an answer");
        self.engage.send_now(&ada, case.id, key).await.expect("it goes at once");
        let (clock, engage, org) = (self.clock.clone(), self.engage.clone(), self.org);
        tokio::spawn(async move {
            // A minute passes in a second: waits are long.
            loop {
                tokio::time::sleep(Duration::from_millis(50)).await;
                clock.advance(3 * Time::SECOND);
                engage.expire(org, clock.now()).await.expect("leases end");
            }
        });
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(30)
    }
}

#[tokio::test]
async fn our_own_core_passes_all_of_it() {
    let ours = Core::open().await;
    let report = core(&ours.link, &ours.tools, Some(&ours), Sheet::new(|_| ())).await;
    let report = report.expect("a report");
    assert_eq!(report.failures(), [""; 0], "{:#?}", report.lines);
    let (passed, _, skipped) = report.counts();
    assert!(passed > 100 && skipped == 0, "{passed} passed, {skipped} skipped");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_connector_works_with_is_not_tested_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let ours = Core::open().await;
    assert!(!is_in_use(&ours.link, &ours.tools).await.expect("an answer"));
    let account = ours.link.account;
    ours.db
        .write::<_, Error, _>(ours.org, move |tx| {
            Box::pin(async move { accounts::set_state(tx, account, "cursor 7").await })
        })
        .await
        .expect("a state");
    let account = account.to_string();
    let asked = [
        "channel",
        "conformance",
        "--core",
        &ours.link.base_url,
        "--account",
        &account,
        "--token",
        &ours.link.token,
    ];
    let ran = tokio::task::block_in_place(|| run(folder.path(), &asked, ""));
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(!ran.status.success() && told.contains("--in-use"), "{told}");
    let mut conn = ours.db.read(ours.org).await.expect("a connection");
    assert_eq!(accounts::state(&mut conn, ours.link.account).await.expect("a state"), "cursor 7");
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/guestbook.py")
}

/// Whether python3 is here; says so when it is not.
fn python() -> bool {
    let there =
        Command::new("python3").arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !there {
        println!("python3 is not installed: the sample connector was not tested");
    }
    there
}

fn conformance(folder: &Path, flags: &[&str], program: &[&str]) -> Output {
    let words = [&["channel", "conformance", "--patience", "8"], flags, &["--"], program].concat();
    run(folder, &words, "")
}

/// The sample with its own file and ports, and whoever writes into it.
fn guestbook(folder: &Path, more: &str) -> (String, Vec<String>) {
    let file = folder.join("guestbook.db");
    let words = format!(
        "GUESTBOOK_FILE='{}' GUESTBOOK_PORT={} {more} exec python3 '{}'",
        file.display(),
        free_port(),
        sample().display()
    );
    let stirs = [
        ("--post", "say Hello, where is my bag?"),
        ("--edit", "edit Where?"),
        ("--delete", "erase"),
    ];
    let stirs = stirs.into_iter().flat_map(|(flag, act)| {
        let (act, words_of_act) = act.split_once(' ').unwrap_or((act, ""));
        let tail =
            if words_of_act.is_empty() { String::new() } else { format!(" '{words_of_act}'") };
        [flag.to_owned(), format!("{words} {act}{tail}")]
    });
    (words.clone(), stirs.collect())
}

#[test]
fn the_sample_connector_passes_with_its_token() {
    if !python() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (words, stirs) = guestbook(folder.path(), "");
    let flags: Vec<&str> = stirs.iter().map(String::as_str).collect();
    let ran = conformance(folder.path(), &flags, &["sh", "-c", &words]);
    let text = said(&ran);
    assert!(ran.status.success(), "{text}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(text.contains(" 0 failed, 1 not tried."), "{text}");
    assert!(text.contains("skip  commands: a private answer"), "a guestbook has none: {text}");
}

#[test]
fn the_sample_connector_passes_with_signatures_in_both_directions() {
    if !python() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let hook = free_port();
    let (words, stirs) = guestbook(folder.path(), &format!("EARSHOT_TOKEN= GUESTBOOK_HOOK={hook}"));
    let url = format!("http://127.0.0.1:{hook}/");
    let mut flags: Vec<&str> = stirs.iter().map(String::as_str).collect();
    flags.extend(["--webhook", &url]);
    let ran = conformance(folder.path(), &flags, &["sh", "-c", &words]);
    let text = said(&ran);
    assert!(ran.status.success(), "{text}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(text.contains("pass  webhook: one whose body was changed is refused"), "{text}");
}

#[test]
fn what_does_not_keep_to_the_protocol_fails_with_the_rule_and_the_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = ["channel", "conformance", "--patience", "1", "--", "sleep", "60"];
    let ran = run(folder.path(), &words, "");
    let text = said(&ran);
    assert_eq!(ran.status.code(), Some(1), "{text}");
    for part in
        ["FAIL  start: it says what it can do", "expected  PUT", "came      none", "protocol  \""]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let absent = run(folder.path(), &["channel", "conformance", "--", "/no/such/program"], "");
    assert_eq!(absent.status.code(), Some(1));
    let help = said(&run(folder.path(), &["channel", "conformance", "--help"], ""));
    assert!(help.contains("Examples:") && help.contains("guestbook.py"), "{help}");
}
