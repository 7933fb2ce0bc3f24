//! The e-mail channel against the mail server that we play.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::channel::Channel as _;
use earshot_channels::email::Email;
use earshot_channels::{
    Access, Batch, Channels, Fault, Fields, OWN_KEY, Outgoing, Page, Vault, Wanted,
};
use earshot_egress::{Client, Policy};
use earshot_fakes::mail::{FakeMail, MailFault as F, PASSWORD};
use earshot_model::{
    Account, AccountId, Audience, ChannelEvent, ChannelItem, FixedClock, Instruments, OrderedIds,
    OrgId, ResultState, SeededNoise, Time,
};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// 2026-03-12T14:02:00Z.
const NOW: i64 = 1_773_324_120;
/// The key of the account's own.
const OWN: &str = "as random as it gets";
const INBOX: Wanted<'static> = Wanted { kind: "inbox", name: "", cursor: None };

struct Nothing;

impl Vault for Nothing {
    fn open_login(&self, _: OrgId, _: AccountId, _: &[u8]) -> Option<Fields> {
        None
    }
}

struct Scene {
    fake: FakeMail,
    access: Access,
    channels: Channels,
    tools: Instruments,
    places: [String; 2],
}

impl Scene {
    async fn new() -> Self {
        let imap = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let places = [&imap, &smtp].map(|one| one.local_addr().unwrap().to_string());
        let tools = Instruments {
            clock: Arc::new(FixedClock::new(Time(NOW * Time::SECOND))),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let fake = FakeMail::new("support@brand.example");
        tokio::spawn(fake.clone().serve(imap, smtp));
        let client = Client::new(Policy::default().allow("127.0.0.1")).unwrap();
        let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
        let access = access(&channels, &tools, &places, OWN);
        Self { fake, access, channels, tools, places }
    }

    async fn pull(&self, cursor: Option<&str>) -> Result<Page, Fault> {
        Email.pull(&self.access, &Wanted { cursor, ..INBOX }).await
    }

    /// Everything from a cursor on, and the cursor behind it.
    async fn all(&self, mut cursor: Option<String>) -> (Vec<ChannelItem>, String) {
        let mut items = Vec::new();
        loop {
            let page = self.pull(cursor.as_deref()).await.unwrap();
            items.extend(posts(&page.events));
            cursor = page.cursor;
            if !page.more {
                return (items, cursor.unwrap());
            }
        }
    }

    /// Somebody writes; gives the post.
    async fn question(&self, headers: &str) -> ChannelItem {
        self.fake.arrive(&mail("mirela", headers, "Where is my bag?"), NOW);
        self.all(None).await.0.pop().unwrap()
    }

    fn answer(&self, to: &ChannelItem, text: &str) -> Outgoing {
        Outgoing {
            id: self.tools.id(),
            thread: to.thread.clone(),
            to: to.id.clone(),
            author: to.author.id.clone(),
            handle: to.author.handle.clone(),
            audience: Audience::Private,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }
}

fn access(channels: &Channels, tools: &Instruments, places: &[String; 2], own_key: &str) -> Access {
    let account = Account {
        org_id: tools.id(),
        id: tools.id(),
        channel: "email".to_owned(),
        handle: "support@brand.example".to_owned(),
        name: "Altavela".to_owned(),
        capabilities: String::new(),
        created_at: Time(0),
        disabled_at: None,
    };
    let settings = [
        ("mailbox", "support@brand.example".to_owned()),
        ("imap", format!("imap://{}", places[0])),
        ("smtp", format!("smtp://{}", places[1])),
        ("plus", "yes".to_owned()),
    ];
    let settings = settings.map(|(key, value)| (key.to_owned(), value));
    let secrets = [("password", PASSWORD), (OWN_KEY, own_key)];
    let secrets = secrets.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    channels.access_with(account, Fields::from(settings), secrets)
}

fn mail(name: &str, headers: &str, body: &str) -> String {
    format!(
        "From: {name} <{name}@customer.example>\nTo: support@brand.example\n\
         Date: Thu, 12 Mar 2026 14:02:00 +0000\n{headers}\n{body}\n"
    )
}

fn posts(events: &[ChannelEvent]) -> Vec<ChannelItem> {
    let item = |event: &ChannelEvent| match event {
        ChannelEvent::Upsert { item } => Some((**item).clone()),
        _ => None,
    };
    events.iter().filter_map(item).collect()
}

#[tokio::test]
async fn a_probe_says_who_we_are_or_what_is_wrong() {
    let scene = Scene::new().await;
    let standing = Email.probe(&scene.access).await.unwrap();
    assert_eq!(standing.handle, "support@brand.example");
    assert!(standing.server.contains("IDLE"));
    let can = &standing.capabilities;
    assert!(!can.reply_public && can.reply_private && can.find_sent);
    scene.fake.plan(F::RefuseLogin, 1);
    let refused = Email.probe(&scene.access).await;
    assert!(matches!(refused, Err(Fault::Login(_))), "{refused:?}");
    scene.fake.plan(F::BusyMailbox, 1);
    let busy = Email.probe(&scene.access).await;
    assert!(matches!(busy, Err(Fault::Passing(_))), "{busy:?}");
    for fault in [F::HangUp, F::Garbage] {
        scene.fake.plan(fault, 1);
        let broken = Email.probe(&scene.access).await;
        assert!(matches!(broken, Err(Fault::Passing(_))), "{fault:?}: {broken:?}");
    }
    for fault in [F::RefuseLogin, F::BusyMailbox, F::HangUp, F::Garbage] {
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn private_servers_and_servers_without_encryption_are_refused() {
    let scene = Scene::new().await;
    let client = Client::new(Policy::default()).unwrap();
    let channels = Channels::new(Vec::new(), client, scene.tools.clone(), Arc::new(Nothing));
    let places = ["127.0.0.1:143".to_owned(), "127.0.0.1:587".to_owned()];
    let private = access(&channels, &scene.tools, &places, OWN);
    let refused = Email.probe(&private).await.unwrap_err().to_string();
    assert!(refused.contains("allow-list"), "{refused}");
    let mut odd = scene.access.clone();
    odd.settings.insert("imap".to_owned(), "http://mail.example".to_owned());
    assert!(matches!(Email.probe(&odd).await, Err(Fault::Invalid(_))));
    let tls = scene.access.setting("imap").replace("imap://", "imaps://");
    odd.settings.insert("imap".to_owned(), tls);
    let plain = Email.probe(&odd).await;
    assert!(matches!(plain, Err(Fault::Passing(_))), "no password before TLS: {plain:?}");
    drop(scene.channels);
}

#[tokio::test]
async fn everything_is_read_once_page_by_page() {
    let scene = Scene::new().await;
    for n in 0..30 {
        scene.fake.arrive(&mail("old", &format!("Message-ID: <old{n}@c.example>\n"), "x"), NOW);
    }
    let (first, cursor) = scene.all(None).await;
    assert_eq!(first.len(), 20, "what is older is history");
    let page = scene.pull(Some(&cursor)).await.unwrap();
    assert!(page.events.is_empty() && !page.more);
    for n in 0..45 {
        scene.fake.arrive(&mail("new", &format!("Message-ID: <new{n}@c.example>\n"), "x"), NOW);
    }
    scene.fake.plan(F::Disorder, 2);
    let (new, cursor) = scene.all(Some(cursor)).await;
    let ids: Vec<String> = (0..45).map(|n| format!("new{n}@c.example")).collect();
    let read: Vec<String> =
        new.iter().map(|item| item.id.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(read, ids);
    assert_eq!(scene.fake.hits(F::Disorder), 2);
    scene.fake.arrive(&mail("cut", "Message-ID: <cut@c.example>\n", "x"), NOW);
    scene.fake.plan(F::Truncated, 1);
    assert!(matches!(scene.pull(Some(&cursor)).await, Err(Fault::Passing(_))));
    assert_eq!(scene.fake.hits(F::Truncated), 1);
    assert_eq!(scene.all(Some(cursor)).await.0.len(), 1, "the next look has it");
}

#[tokio::test]
async fn new_numbers_lose_nothing_and_double_nothing() {
    let scene = Scene::new().await;
    for n in 0..25 {
        scene.fake.arrive(&mail("a", &format!("Message-ID: <a{n}@c.example>\n"), "x"), NOW + n);
    }
    let (before, cursor) = scene.all(None).await;
    scene.fake.renumber();
    for n in 25..30 {
        scene.fake.arrive(&mail("a", &format!("Message-ID: <a{n}@c.example>\n"), "x"), NOW + n);
    }
    let (after, cursor) = scene.all(Some(cursor)).await;
    for n in 25..30 {
        let id = format!("a{n}@c.example#");
        assert_eq!(after.iter().filter(|item| item.id.starts_with(&id)).count(), 1, "{n}");
    }
    // What is told again has the same id, so that it is known.
    assert!(before.iter().all(|old| after.iter().any(|new| new.id == old.id)));
    assert!(scene.pull(Some(&cursor)).await.unwrap().events.is_empty());
}

#[tokio::test]
async fn an_answer_goes_once_and_its_answer_comes_home() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\nSubject: My bag\n").await;
    let answer = scene.answer(&question, "We found it.");
    let receipt = Email.send(&scene.access, &answer).await.unwrap();
    let [letter] = scene.fake.ledger().try_into().unwrap();
    assert_eq!(
        (letter.from.as_str(), letter.to.as_str()),
        ("support@brand.example", "mirela@customer.example")
    );
    for part in [
        "Subject: Re: My bag\r\n",
        "In-Reply-To: <q@c.example>\r\n",
        "References: <q@c.example>\r\n",
        "From: Altavela <support@brand.example>\r\n",
        "\r\n\r\nWe found it.",
        &format!("Message-ID: <{}>\r\n", receipt.id),
    ] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
    let reply_to = letter.text.lines().find(|line| line.starts_with("Reply-To:")).unwrap();
    let reply_to = reply_to.split(['<', '>']).nth(1).unwrap().to_owned();
    assert!(reply_to.starts_with("support+e"), "{reply_to}");
    assert_eq!(scene.fake.sent().len(), 1, "it is kept among what was sent");
    assert_eq!(Email.find_sent(&scene.access, &answer).await.unwrap(), Some(receipt.clone()));
    let cursor = scene.all(None).await.1;
    let headers = format!("Message-ID: <r1@c.example>\nIn-Reply-To: <{}>\n", receipt.id);
    scene.fake.arrive(&mail("mirela", &headers, "Thanks!"), NOW);
    scene.fake.arrive(
        &mail("mirela", &format!("Message-ID: <r2@c.example>\nCc: {reply_to}\n"), "Also"),
        NOW,
    );
    scene
        .fake
        .arrive(&mail("mirela", "Message-ID: <r3@c.example>\nSubject: Re: My bag\n", "New"), NOW);
    let threads: Vec<String> =
        scene.all(Some(cursor)).await.0.into_iter().map(|item| item.thread).collect();
    assert_eq!(threads[..2], [question.thread.clone(), question.thread.clone()]);
    assert_ne!(threads[2], question.thread, "a subject brings nothing home");
}

#[tokio::test]
async fn what_may_have_gone_is_told_apart_from_what_surely_did_not() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\n").await;
    for fault in [F::TryLater, F::BreakBefore] {
        scene.fake.plan(fault, 1);
        let told = Email.send(&scene.access, &scene.answer(&question, "x")).await;
        assert!(matches!(told, Err(Fault::Passing(_))), "{fault:?}: {told:?}");
        assert_eq!(scene.fake.hits(fault), 1);
    }
    scene.fake.plan(F::NoSuchUser, 1);
    let told = Email.send(&scene.access, &scene.answer(&question, "x")).await;
    assert!(matches!(told, Err(Fault::Invalid(_))), "{told:?}");
    let mut open = scene.answer(&question, "x");
    open.audience = Audience::Public;
    assert!(matches!(Email.send(&scene.access, &open).await, Err(Fault::Forbidden(_))));
    let mut ourselves = scene.answer(&question, "x");
    ourselves.author = "support+x@brand.example".to_owned();
    assert!(matches!(Email.send(&scene.access, &ourselves).await, Err(Fault::Invalid(_))));
    assert!(scene.fake.ledger().is_empty(), "nothing went");

    scene.fake.plan(F::AcceptThenDrop, 1);
    let lost = scene.answer(&question, "Once.");
    assert!(matches!(Email.send(&scene.access, &lost).await, Err(Fault::Unknown(_))));
    let looked = Email.find_sent(&scene.access, &lost).await;
    assert!(matches!(looked, Err(Fault::Unknown(_))), "no proof, no certainty: {looked:?}");
    let ledger = scene.fake.ledger();
    let id = ledger[0].text.lines().find_map(|line| line.strip_prefix("Message-ID: "));
    let headers = format!("Message-ID: <r@c.example>\nIn-Reply-To: {}\n", id.unwrap());
    scene.fake.arrive(&mail("mirela", &headers, "Thanks!"), NOW);
    let found = Email.find_sent(&scene.access, &lost).await.unwrap();
    assert!(found.is_some(), "the customer's own answer proves it");

    scene.fake.plan(F::AcceptKeepThenDrop, 1);
    let kept = scene.answer(&question, "Twice.");
    assert!(matches!(Email.send(&scene.access, &kept).await, Err(Fault::Unknown(_))));
    assert!(Email.find_sent(&scene.access, &kept).await.unwrap().is_some());
    assert_eq!(scene.fake.ledger().len(), 2);
}

#[tokio::test]
async fn a_bounce_is_news_of_its_message_and_machines_are_no_customers() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\n").await;
    let answer = scene.answer(&question, "We found it.");
    let receipt = Email.send(&scene.access, &answer).await.unwrap();
    let cursor = scene.all(None).await.1;
    let bounce = format!(
        "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nTo: support@brand.example\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; mirela@customer.example\nAction: failed\nDiagnostic-Code: smtp; 550 no such user\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{}>\n\n--b--\n",
        receipt.id
    );
    scene.fake.arrive(&bounce, NOW);
    scene.fake.arrive(&mail("away", "Auto-Submitted: auto-replied\n", "I am away"), NOW);
    scene.fake.arrive("From: support@brand.example\n\nour own\n", NOW);
    scene.fake.arrive(&mail("eve", &format!("Message-ID: <{}>\n", receipt.id), "I am you"), NOW);
    let page = scene.pull(Some(&cursor)).await.unwrap();
    let detail = Some("550 no such user".to_owned());
    let status =
        ChannelEvent::Status { sent: answer.id, state: ResultState::Rejected, id: None, detail };
    assert_eq!(page.events, [status]);
}

#[tokio::test]
async fn mail_is_heard_as_it_arrives() {
    let scene = Scene::new().await;
    scene.fake.arrive(&mail("old", "Message-ID: <old@c.example>\n", "x"), NOW);
    let (told, mut heard) = mpsc::channel(8);
    let access = scene.access.clone();
    let hearing = tokio::spawn(async move { Email.stream(&access, &INBOX, told).await });
    let soon = Duration::from_secs(10);
    let opened = tokio::time::timeout(soon, heard.recv()).await.unwrap();
    assert_eq!(opened, Some(Batch::Opened));
    while scene.fake.idlers() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for n in 0..3 {
        let id = format!("Message-ID: <new{n}@c.example>\n");
        scene.fake.arrive(&mail("new", &id, "hello"), NOW);
        let batch = tokio::time::timeout(soon, heard.recv()).await.unwrap();
        let Some(Batch::Events { events, cursor: None }) = batch else { panic!("{batch:?}") };
        assert!(posts(&events)[0].id.starts_with(&format!("new{n}@")), "{events:?}");
    }
    drop(heard);
    scene.fake.arrive(&mail("last", "Message-ID: <last@c.example>\n", "x"), NOW);
    let ended = tokio::time::timeout(soon, hearing).await.unwrap().unwrap();
    assert_eq!(ended, Ok(()), "nobody listens any more");
}

#[tokio::test]
async fn signatures_follow_from_a_random_key_and_never_from_the_password() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\n").await;
    let answer = scene.answer(&question, "We found it.");
    let another = access(&scene.channels, &scene.tools, &scene.places, "another key");
    let ours = Email.send(&scene.access, &answer).await.unwrap();
    let theirs = Email.send(&another, &answer).await.unwrap();
    assert_ne!(ours.id, theirs.id, "the same password, and yet another signature");
    let letters = scene.fake.ledger();
    let reply_to = |text: &str| {
        text.lines().find(|line| line.starts_with("Reply-To:")).map(ToOwned::to_owned).unwrap()
    };
    assert_ne!(reply_to(&letters[0].text), reply_to(&letters[1].text));
    let keyless = access(&scene.channels, &scene.tools, &scene.places, "");
    assert!(matches!(Email.send(&keyless, &answer).await, Err(Fault::Login(_))));
    assert_eq!(scene.fake.ledger().len(), 2, "nothing goes that is signed with nothing");
}

#[tokio::test]
async fn an_answer_never_holds_the_subject_of_anothers_mail() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\nSubject: My bag\n").await;
    let headers = "Message-ID: <long-q@c.example>\nSubject: Secret\nReferences: <x@d.example>\n";
    scene.fake.arrive(&mail("other", headers, "x"), NOW);
    let same = "Message-ID: <q@c.example>\nSubject: Secret\nReferences: <x@d.example>\n";
    scene.fake.arrive(&mail("eve", same, "x"), NOW);
    Email.send(&scene.access, &scene.answer(&question, "We found it.")).await.unwrap();
    let letter = scene.fake.ledger().pop().unwrap().text;
    assert!(letter.contains("Subject: Re: My bag\r\n"), "{letter}");
    assert!(!letter.contains("Secret") && !letter.contains("x@d.example"), "{letter}");
    // Even where the mail itself is gone.
    scene.fake.remove(1);
    Email.send(&scene.access, &scene.answer(&question, "Again.")).await.unwrap();
    let letter = scene.fake.ledger().pop().unwrap().text;
    assert!(letter.contains("In-Reply-To: <q@c.example>\r\n"), "{letter}");
    assert!(!letter.contains("Secret") && !letter.contains("x@d.example"), "{letter}");
}

#[tokio::test]
async fn a_page_that_is_too_large_or_breaks_off_keeps_what_was_read() {
    let scene = Scene::new().await;
    let (_, cursor) = scene.all(None).await;
    let row = format!("{}\n", "x".repeat(1023));
    for n in 0..6 {
        let headers = format!("Message-ID: <big{n}@c.example>\n");
        scene.fake.arrive(&mail("big", &headers, &row.repeat(1024)), NOW);
    }
    let page = scene.pull(Some(&cursor)).await.unwrap();
    assert_eq!((posts(&page.events).len(), page.more), (4, true), "4 MiB and no more");
    let (rest, cursor) = scene.all(page.cursor).await;
    assert_eq!(rest.len(), 2);
    for n in 0..3 {
        let headers = format!("Message-ID: <small{n}@c.example>\n");
        scene.fake.arrive(&mail("small", &headers, "x"), NOW);
    }
    scene.fake.plan(F::TruncatedLater, 1);
    let page = scene.pull(Some(&cursor)).await.unwrap();
    assert_eq!((posts(&page.events).len(), page.more), (1, true), "the first one is not lost");
    assert_eq!(scene.fake.hits(F::TruncatedLater), 1);
    assert_eq!(scene.all(page.cursor).await.0.len(), 2);
}

#[tokio::test]
async fn new_numbers_bring_no_history_where_nothing_is_young() {
    let scene = Scene::new().await;
    for n in 0..5 {
        let headers = format!("Message-ID: <old{n}@c.example>\n");
        scene.fake.arrive(&mail("old", &headers, "x"), NOW - 90 * 86_400);
    }
    let newest = scene.fake.arrive(&mail("new", "Message-ID: <new@c.example>\n", "x"), NOW);
    let (_, cursor) = scene.all(None).await;
    scene.fake.remove(newest);
    scene.fake.renumber();
    let (items, cursor) = scene.all(Some(cursor)).await;
    assert!(items.is_empty(), "{items:?}");
    let (items, cursor) = scene.all(Some(cursor)).await;
    assert!(items.is_empty(), "{items:?}");
    scene.fake.arrive(&mail("next", "Message-ID: <next@c.example>\n", "x"), NOW);
    assert_eq!(scene.all(Some(cursor)).await.0.len(), 1);
}

#[tokio::test]
async fn a_mailbox_that_says_nothing_leaves_no_doubt_about_a_letter_that_went() {
    let scene = Scene::new().await;
    let question = scene.question("Message-ID: <q@c.example>\n").await;
    scene.fake.plan(F::Silent, 2);
    let answer = scene.answer(&question, "We found it.");
    let sent = tokio::time::timeout(Duration::from_secs(20), Email.send(&scene.access, &answer));
    // The inner one: what the channel says; the outer one: that it says so in time.
    let receipt = sent.await.unwrap().unwrap();
    assert_eq!(scene.fake.hits(F::Silent), 2);
    assert!(scene.fake.ledger()[0].text.contains(&receipt.id));
}
