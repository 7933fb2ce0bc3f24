//! Answers are written: what goes, what is refused, and what is left behind.

use std::path::Path;

use earshot_engage::Error;
use earshot_engage::reply::{CONTACTS, FindingKind, PATTERNS, Replied, ReplyRefusal, ReplyRequest};
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{
    Audience, Capabilities, Case, CaseId, CaseStatus, Event, EventKind, OutboxId, OutboxState, Time,
};
use earshot_store::outbox::{self, Message};
use earshot_store::persons::Fact;
use earshot_store::threads::Thread;
use earshot_store::{accounts, cases, events, notes, organizations, persons, posts, threads};

use crate::ground::{Ground, Opened};

/// An answer to the case as it stands after its opening.
pub(crate) fn answer(ground: &Ground, case: CaseId, text: &str) -> ReplyRequest {
    ReplyRequest {
        case,
        key: ground.tools.id(),
        audience: Audience::Public,
        text: text.to_owned(),
        place: None,
        unproved: false,
        seen: 1,
        override_reason: None,
    }
}

pub(crate) async fn case(ground: &Ground, id: CaseId) -> Case {
    cases::find(&mut ground.db.read(ground.org).await.unwrap(), id).await.unwrap()
}

pub(crate) async fn message(ground: &Ground, id: OutboxId) -> Message {
    outbox::find(&mut ground.db.read(ground.org).await.unwrap(), id).await.unwrap()
}

pub(crate) async fn log(ground: &Ground, case: CaseId, kind: EventKind) -> Vec<Event> {
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let mut log = events::of_case(&mut conn, case).await.unwrap();
    log.retain(|event| event.kind == kind);
    log
}

async fn rows(ground: &Ground, case: CaseId) -> Vec<Message> {
    outbox::of_case(&mut ground.db.read(ground.org).await.unwrap(), case).await.unwrap()
}

pub(crate) async fn fact(ground: &Ground, opened: &Opened, kind: &str, value: &str) {
    let fact = Fact { kind: kind.to_owned(), value: value.to_owned(), source: "crm".to_owned() };
    let (person, now) = (opened.person, ground.tools.now());
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move { persons::insert_fact(tx, person, &fact, now).await })
    });
    work.await.unwrap();
}

/// A private post of the customer, in a thread of its own.
pub(crate) async fn private_post(
    ground: &Ground,
    opened: &Opened,
    text: &str,
) -> earshot_model::PostId {
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let identity = persons::identity(&mut conn, opened.identity).await.unwrap();
    drop(conn);
    let thread = Thread {
        id: ground.tools.id(),
        account_id: opened.account.id,
        external_id: format!("dm-{}", opened.case),
        created_at: ground.tools.now(),
    };
    let mut post = ground.post(opened, &identity, "dm1", None, text);
    post.thread_id = thread.id;
    post.audience = Audience::Private;
    let (id, case, salt) = (post.id, opened.case, ground.tools.salt());
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move {
            threads::insert_all(tx, &[thread]).await?;
            posts::insert_all(tx, &[(post, salt)]).await?;
            posts::join_case(tx, &[id], case).await
        })
    });
    work.await.unwrap();
    id
}

pub(crate) async fn can(ground: &Ground, opened: &Opened, can: Capabilities) {
    let (account, can) = (opened.account.id, serde_json::to_string(&can).unwrap());
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move { accounts::set_capabilities(tx, account, &can).await })
    });
    work.await.unwrap();
}

async fn setting(ground: &Ground, key: &'static str, value: &'static str) {
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(organizations::set_setting(tx, key, value))
    });
    work.await.unwrap();
}

async fn two(ground: &Ground) -> (Staff, Staff) {
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let ben = ground.colleague("Ben", RoleKind::Agent, Reach::Organization(ground.org)).await;
    (ana, ben)
}

#[tokio::test]
async fn an_answer_is_held_and_its_case_is_taken() {
    let ground = Ground::new().await;
    let (ana, _) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    ground.engage.keep_draft(&ana, opened.case, Audience::Public, "We are", None).await.unwrap();
    let request = answer(&ground, opened.case, "  We are looking for it. ^Ana \n");
    let replied = ground.engage.reply(&ana, request.clone()).await.unwrap();
    assert_eq!(replied.state, OutboxState::Held);
    assert_eq!(replied.text, "We are looking for it. ^Ana");
    assert_eq!(replied.to_post, opened.post);
    assert_eq!(replied.due_at, Some(ground.tools.now().plus(10 * Time::SECOND)));
    let after = case(&ground, opened.case).await;
    assert_eq!((after.owner_id, after.status), (Some(ana.id()), CaseStatus::Open));
    let mut conn = ground.db.read(ground.org).await.unwrap();
    assert_eq!(notes::drafts(&mut conn, opened.case, ana.id()).await.unwrap(), []);
    drop(conn);
    let held = log(&ground, opened.case, EventKind::ReplyHeld).await;
    assert_eq!(held.len(), 1);
    assert!(!held[0].data.contains("looking"), "personal text never stands in the log");

    let again: Replied = ground.engage.reply(&ana, request).await.unwrap();
    assert_eq!(again, replied, "the same key is the same answer");
    assert_eq!(rows(&ground, opened.case).await.len(), 1);
}

#[tokio::test]
async fn the_second_answer_is_refused_with_what_the_first_one_said() {
    let ground = Ground::new().await;
    let (ana, ben) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let first = answer(&ground, opened.case, "We found it.");
    ground.engage.reply(&ana, first.clone()).await.unwrap();
    let second = answer(&ground, opened.case, "We never found it.");
    let Err(ReplyRefusal::AlreadyAnswered(told)) = ground.engage.reply(&ben, second.clone()).await
    else {
        panic!("two answers to the same words")
    };
    assert_eq!((told.id, told.who, told.name.as_str()), (first.key, ana.id(), "Ana"));
    assert_eq!((told.text.as_str(), told.state), ("We found it.", OutboxState::Held));
    assert_eq!(rows(&ground, opened.case).await.len(), 1);

    // Ana takes hers back: Ben's goes, although he saw the old state.
    ground.engage.cancel_reply(&ana, first.case, first.key).await.unwrap();
    ground.engage.reply(&ben, second).await.unwrap();
    // Who has seen Ben's answer may add to it; who has not, may not.
    let seen = case(&ground, opened.case).await.version;
    let mut more = answer(&ground, opened.case, "And here is the form.");
    let stale = ground.engage.reply(&ana, more.clone()).await;
    assert!(matches!(stale, Err(ReplyRefusal::AlreadyAnswered(_))), "{stale:?}");
    more.seen = seen;
    ground.engage.reply(&ana, more.clone()).await.unwrap();
    more.key = ground.tools.id();
    more.seen = i64::MAX;
    let ahead = ground.engage.reply(&ana, more).await;
    assert!(matches!(ahead, Err(ReplyRefusal::Act(Error::Invalid { field: "seen", .. }))));
}

#[tokio::test]
async fn of_many_answers_at_once_exactly_one_wins() {
    let ground = Ground::new().await;
    let (ana, ben) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let mut racers = tokio::task::JoinSet::new();
    for n in 0..120 {
        let request = answer(&ground, opened.case, &format!("Answer {n}"));
        let (engage, by) = (ground.engage.clone(), if n % 2 == 0 { &ana } else { &ben }.clone());
        racers.spawn(async move { engage.reply(&by, request).await });
    }
    let (mut won, mut refused) = (0, 0);
    while let Some(done) = racers.join_next().await {
        match done.unwrap() {
            Ok(_) => won += 1,
            Err(ReplyRefusal::AlreadyAnswered(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((won, refused), (1, 119));
    assert_eq!(rows(&ground, opened.case).await.len(), 1);
}

#[tokio::test]
async fn one_key_many_times_at_once_is_one_answer() {
    let ground = Ground::new().await;
    let (ana, ben) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let request = answer(&ground, opened.case, "We found it.");
    let mut clicks = tokio::task::JoinSet::new();
    for _ in 0..60 {
        let (engage, by, request) = (ground.engage.clone(), ana.clone(), request.clone());
        clicks.spawn(async move { engage.reply(&by, request).await });
    }
    while let Some(done) = clicks.join_next().await {
        assert_eq!(done.unwrap().unwrap().id, request.key);
    }
    assert_eq!(rows(&ground, opened.case).await.len(), 1);
    let stolen = ground.engage.reply(&ben, request).await;
    assert!(matches!(stolen, Err(ReplyRefusal::KeyTaken(_))), "{stolen:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_and_leaves_nothing() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "my bag is gone").await;
    let id = opened.case;
    let try_text = async |text: &str| {
        ground.engage.reply(&admin, answer(&ground, id, text)).await.unwrap_err()
    };
    assert!(matches!(try_text(" \n ").await, ReplyRefusal::Blank));
    let long = try_text(&"ä".repeat(501)).await;
    assert!(matches!(long, ReplyRefusal::TooLong { count: 501, max: 500, .. }), "{long:?}");
    let internal = ReplyRequest { audience: Audience::Internal, ..answer(&ground, id, "x") };
    let internal = ground.engage.reply(&admin, internal).await;
    assert!(matches!(internal, Err(ReplyRefusal::Act(Error::Invalid { field: "audience", .. }))));
    can(&ground, &opened, Capabilities { reply_public: false, ..Capabilities::default() }).await;
    let cannot = try_text("Hello").await;
    let ReplyRefusal::CannotSend { reason, alternative } = cannot else { panic!("{cannot:?}") };
    assert_eq!(reason, "channel-no-public-reply");
    assert!(alternative.is_some());
    can(&ground, &opened, Capabilities::default()).await;
    ground.engage.resolve(&admin, id).await.unwrap();
    let (db, now) = (&ground.db, ground.tools.now());
    db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move {
            let case = cases::hold(tx, id).await?;
            let moment = earshot_cases::Moment::new(now, earshot_model::Actor::System);
            earshot_cases::close(tx, &moment, &case, "test").await.map(drop)
        })
    })
    .await
    .unwrap();
    assert!(matches!(try_text("Hello").await, ReplyRefusal::Closed));
    assert_eq!(rows(&ground, id).await, []);
}

#[tokio::test]
async fn who_may_not_see_a_case_is_told_that_there_is_none() {
    let ground = Ground::new().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Supervisor, sales).await;
    let opened = ground.case("care", "my bag is gone").await;
    let request = answer(&ground, opened.case, "Hello");
    let refused = ground.engage.reply(&sam, request.clone()).await;
    assert!(matches!(refused, Err(ReplyRefusal::Act(Error::NotFound("case")))), "{refused:?}");
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    ground.engage.reply(&ana, request.clone()).await.unwrap();
    let refused = ground.engage.cancel_reply(&sam, request.case, request.key).await;
    assert!(matches!(refused, Err(ReplyRefusal::Act(Error::NotFound(_)))), "{refused:?}");
    let mut mute = ana.clone();
    mute.eyes
        .grants
        .remove(&earshot_model::Grant::Organization(earshot_model::Permission::ReplyPublic));
    let refused = ground.engage.reply(&mute, answer(&ground, opened.case, "Hello")).await;
    assert!(matches!(refused, Err(ReplyRefusal::Act(Error::Forbidden(_)))), "{refused:?}");
}

#[tokio::test]
async fn the_guard_stops_private_words_and_takes_a_reason_from_who_may_give_one() {
    let ground = Ground::new().await;
    let (ana, _) = two(&ground).await;
    let sue = ground.colleague("Sue", RoleKind::Supervisor, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "my bag is gone").await;
    let text = "Grüße! Write to mirela.costa@mail.example please";
    let mut request = answer(&ground, opened.case, text);
    request.override_reason = Some("she asked us to post it".to_owned());
    let stopped = ground.engage.reply(&ana, request.clone()).await;
    let Err(ReplyRefusal::Guard { findings, may_override, .. }) = stopped else {
        panic!("{stopped:?}")
    };
    assert!(!may_override);
    assert_eq!(findings[0].kind, FindingKind::Email);
    assert_eq!(findings[0].words, "mirela.costa@mail.example");
    assert_eq!(&text[findings[0].start..findings[0].end], findings[0].words);
    let blocked = log(&ground, opened.case, EventKind::GuardBlocked).await;
    assert_eq!(blocked.len(), 1);
    assert!(!blocked[0].data.contains("mirela"), "{}", blocked[0].data);
    assert_eq!(rows(&ground, opened.case).await, []);

    request.override_reason = Some("ok".to_owned());
    let short = ground.engage.reply(&sue, request.clone()).await;
    assert!(matches!(short, Err(ReplyRefusal::Reason { min: 10 })), "{short:?}");
    request.override_reason = Some("she asked us to post it".to_owned());
    ground.engage.reply(&sue, request.clone()).await.unwrap();
    let row = message(&ground, request.key).await;
    assert_eq!(row.override_reason.as_deref(), Some("she asked us to post it"));
    assert!(row.overridden.contains("email"), "{}", row.overridden);
    assert_eq!(log(&ground, opened.case, EventKind::GuardOverridden).await.len(), 1);

    let other = ground.case("care", "refund me").await;
    let mut card = answer(&ground, other.case, "We refund to 4111 1111 1111 1111 today.");
    card.override_reason = Some("she asked us to post it".to_owned());
    let never = ground.engage.reply(&sue, card).await;
    let Err(ReplyRefusal::Guard { findings, may_override: false, .. }) = never else {
        panic!("{never:?}")
    };
    assert!(findings.iter().any(|finding| finding.is_final));
}

#[tokio::test]
async fn the_guard_knows_the_record_the_notes_and_the_settings() {
    let ground = Ground::new().await;
    let (ana, _) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let stopped = async |text: &str| match ground
        .engage
        .reply(&ana, answer(&ground, opened.case, text))
        .await
    {
        Err(ReplyRefusal::Guard { findings, .. }) => findings[0].kind.clone(),
        other => panic!("{text} went: {other:?}"),
    };
    fact(&ground, &opened, "order", "KX7Q2PW9").await;
    assert_eq!(stopped("See k x 7 q 2 p w 9 for that.").await, FindingKind::OwnRecord);
    ground.engage.note(&ana, opened.case, "Her code is ZETA4471QU, keep it", None).await.unwrap();
    assert_eq!(stopped("Please use ZETA4471QU now.").await, FindingKind::InternalNote);
    private_post(&ground, &opened, "my mobile is +43 660 1234567").await;
    stopped("We will call you at 660 1234567.").await;
    setting(&ground, PATTERNS, r#"[{"name": "ticket", "pattern": "TK[0-9]{4}"}]"#).await;
    let ticket = stopped("Your ticket is TK1234.").await;
    assert_eq!(ticket, FindingKind::Pattern("ticket".to_owned()));
    setting(&ground, PATTERNS, "not JSON").await;
    let broken = ground.engage.reply(&ana, answer(&ground, opened.case, "Hello")).await;
    assert!(matches!(broken, Err(ReplyRefusal::Act(Error::Invalid { field: PATTERNS, .. }))));
    setting(&ground, PATTERNS, "[]").await;
    setting(&ground, CONTACTS, r#"["help@brand.example"]"#).await;
    let mail = answer(&ground, opened.case, "Hello @mirela, write to help@brand.example.");
    ground.engage.reply(&ana, mail).await.unwrap();
}

#[tokio::test]
async fn a_private_answer_goes_to_the_customer_alone() {
    let ground = Ground::new().await;
    let (ana, _) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let mut request = answer(&ground, opened.case, "Is mirela.costa@mail.example right?");
    request.audience = Audience::Private;
    // No private thread yet: the author of the public post is written to.
    let replied = ground.engage.reply(&ana, request.clone()).await.unwrap();
    assert_eq!(replied.to_post, opened.post);
    ground.engage.cancel_reply(&ana, request.case, request.key).await.unwrap();
    let dm = private_post(&ground, &opened, "it is about my bag").await;
    request.key = ground.tools.id();
    let replied = ground.engage.reply(&ana, request.clone()).await.unwrap();
    assert_eq!(replied.to_post, dm);
    let row = message(&ground, request.key).await;
    assert_eq!((row.audience, row.gate_version), (Audience::Private, 0));

    can(&ground, &opened, Capabilities { reply_private: false, ..Capabilities::default() }).await;
    request.key = ground.tools.id();
    request.seen = case(&ground, opened.case).await.version;
    let cannot = ground.engage.reply(&ana, request).await;
    assert!(matches!(cannot, Err(ReplyRefusal::CannotSend { alternative: None, .. })));
}

#[tokio::test]
async fn what_is_taken_back_returns_to_the_draft() {
    let ground = Ground::new().await;
    let (ana, ben) = two(&ground).await;
    let opened = ground.case("care", "my bag is gone").await;
    let request = answer(&ground, opened.case, "We found it.");
    ground.engage.reply(&ana, request.clone()).await.unwrap();
    ground.engage.keep_draft(&ana, opened.case, Audience::Public, "More soon", None).await.unwrap();
    for by in [&ben, &ana] {
        let undone = ground.engage.cancel_reply(by, request.case, request.key).await.unwrap();
        assert_eq!(undone.text, "We found it.");
    }
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let drafts = notes::drafts(&mut conn, opened.case, ana.id()).await.unwrap();
    assert_eq!(drafts[0].text, "We found it.\n\nMore soon");
    assert_eq!(notes::drafts(&mut conn, opened.case, ben.id()).await.unwrap(), []);
    drop(conn);
    assert_eq!(log(&ground, opened.case, EventKind::ReplyCancelled).await.len(), 1);
    let late = ground.engage.send_now(&ana, request.case, request.key).await;
    assert!(matches!(late, Err(ReplyRefusal::TooLate { state: OutboxState::Cancelled })));
    assert_eq!(message(&ground, request.key).await.state, OutboxState::Cancelled);
}

/// Every public path must go through the guard: nothing else may put a row into the outbox.
#[test]
fn only_enqueue_inserts_into_the_outbox() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                if source.contains("outbox::insert") || source.contains("INSERT INTO outbox") {
                    found.push(path.display().to_string().replace('\\', "/"));
                }
            }
        }
    }
    let mut found = Vec::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for one in std::fs::read_dir(crates).unwrap() {
        let src = one.unwrap().path().join("src");
        if src.is_dir() {
            walk(&src, &mut found);
        }
    }
    found.retain(|path| !path.contains("/store/src/") && !path.ends_with("tests.rs"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("engage/src/reply/enqueue.rs"), "{found:?}");
}
