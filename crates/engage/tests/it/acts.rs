//! What agents do to cases, and what they may not.

use earshot_engage::Error;
use earshot_engage::acts::{Doing, Here, NewListener, Until};
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{
    Audience, Case, CaseId, CaseStatus, EventKind, ListenerPurpose, Permission, Time,
};
use earshot_store::{cases, events};

use crate::ground::Ground;

async fn case(ground: &Ground, id: CaseId) -> Case {
    cases::find(&mut ground.db.read(ground.org).await.unwrap(), id).await.unwrap()
}

/// What each act answers this agent: `ok`, `hidden`, or the permission that is missing.
async fn matrix(ground: &Ground, who: &Staff, id: CaseId) -> Vec<String> {
    let engage = &ground.engage;
    let press = ground.queue("press").await.id;
    let answers: Vec<Result<(), Error>> = vec![
        engage.note(who, id, "seen", None).await.map(drop),
        engage.take(who, id).await.map(drop),
        engage.assign(who, id, None).await.map(drop),
        engage.snooze(who, id, Until::Hours(1)).await.map(drop),
        engage.wake(who, id).await.map(drop),
        engage.resolve(who, id).await.map(drop),
        engage.reopen(who, id).await.map(drop),
        engage.keep_draft(who, id, Audience::Public, "Hello", None).await.map(drop),
        engage.beat(who, id, Doing::Viewing).await,
        engage.others(who, id).await.map(drop),
        engage.case_page(who, id, 0).await.map(drop),
        engage.move_queue(who, id, press).await.map(drop),
    ];
    let word = |answer: &Result<(), Error>| match answer {
        Ok(()) => "ok".to_owned(),
        Err(Error::NotFound("case")) => "hidden".to_owned(),
        Err(Error::Forbidden(permission)) => permission.to_string(),
        Err(other) => panic!("{other}"),
    };
    answers.iter().map(word).collect()
}

#[tokio::test]
async fn each_act_is_open_hidden_or_forbidden() {
    let ground = Ground::new().await;
    let care = Reach::Department(ground.department("care").await);
    let sales = Reach::Department(ground.department("sales").await);
    let refunds = Reach::Queue(ground.queue("refunds").await.id);
    let opened = ground.case("care", "Where is my order?").await;
    let all = |word: &str| vec![word.to_owned(); 12];

    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    assert_eq!(matrix(&ground, &ana, opened.case).await, all("ok"));
    let now = case(&ground, opened.case).await;
    assert_eq!(now.queue_id, ground.queue("press").await.id);
    // It was handed to another department, so Ana sees it no more.
    assert_eq!(matrix(&ground, &ana, opened.case).await, all("hidden"));

    let opened = ground.case("care", "Where is my money?").await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, sales).await;
    assert_eq!(matrix(&ground, &sam, opened.case).await, all("hidden"));
    let rui = ground.colleague("Rui", RoleKind::Agent, refunds).await;
    assert_eq!(matrix(&ground, &rui, opened.case).await, all("hidden"));

    ground.organization("other").await;
    let stranger = ground.log_in("other", "ada@other.example").await;
    let all_there = ground.engage.case_page(&stranger, opened.case, 0).await;
    assert!(matches!(all_there, Err(Error::NotFound("case"))));
    let noted = ground.engage.note(&stranger, opened.case, "hm", None).await;
    assert!(matches!(noted, Err(Error::NotFound("case"))));

    let mut reader = ana.clone();
    reader
        .eyes
        .grants
        .retain(|grant| matches!(grant, earshot_model::Grant::Department(Permission::CaseRead, _)));
    let words = matrix(&ground, &reader, opened.case).await;
    let wanted = [
        "case.note",
        "case.assign",
        "case.assign",
        "case.assign",
        "case.assign",
        "case.resolve",
        "case.resolve",
        "ok",
        "ok",
        "ok",
        "ok",
        "case.assign",
    ];
    assert_eq!(words, wanted);
}

#[tokio::test]
async fn an_owner_keeps_a_case_that_another_department_handed_over() {
    let ground = Ground::new().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Agent, sales).await;
    let opened = ground.case("care", "I want to buy ten").await;
    assert!(ground.engage.case_page(&sam, opened.case, 0).await.is_err());
    let admin = ground.admin().await;
    let given = ground.engage.assign(&admin, opened.case, Some(sam.id())).await.unwrap();
    assert_eq!((given.status, given.owner_id), (CaseStatus::Open, Some(sam.id())));
    ground.engage.note(&sam, opened.case, "on it", None).await.unwrap();
}

#[tokio::test]
async fn acts_leave_their_mark_and_the_note_its_digest_only() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "Where is my order?").await;
    ground
        .engage
        .keep_draft(&admin, opened.case, Audience::Internal, "called", None)
        .await
        .unwrap();
    ground.engage.note(&admin, opened.case, " called her: wants a voucher ", None).await.unwrap();
    ground.engage.take(&admin, opened.case).await.unwrap();
    ground.engage.take(&admin, opened.case).await.unwrap();
    ground.engage.resolve(&admin, opened.case).await.unwrap();
    ground.engage.reopen(&admin, opened.case).await.unwrap();
    let page = ground.engage.case_page(&admin, opened.case, 0).await.unwrap();
    let kinds: Vec<EventKind> = page.story.iter().map(|entry| entry.kind).collect();
    let wanted = [
        EventKind::CaseOpened,
        EventKind::CaseNoted,
        EventKind::CaseAssigned,
        EventKind::CaseResolved,
        EventKind::CaseReopened,
    ];
    assert_eq!(kinds, wanted);
    assert_eq!(page.notes.first().map(|n| n.text.as_str()), Some("called her: wants a voucher"));
    assert!(page.drafts.is_empty(), "the note's draft is gone");
    assert!(page.story.iter().all(|entry| !entry.data.to_string().contains("voucher")));
    events::verify(&mut ground.db.read(ground.org).await.unwrap()).await.unwrap();
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_field() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let id = ground.case("care", "Hello?").await.case;
    let field = |answer: Result<Case, Error>| match answer {
        Err(Error::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    for until in [Until::Hours(0), Until::Hours(i64::MAX), Until::At(Time(0))] {
        assert_eq!(field(ground.engage.snooze(&admin, id, until).await), "until");
    }
    ground.engage.resolve(&admin, id).await.unwrap();
    assert_eq!(field(ground.engage.snooze(&admin, id, Until::Hours(1)).await), "until");
    assert!(matches!(
        ground.engage.note(&admin, id, "  ", None).await,
        Err(Error::Invalid { field: "text", .. })
    ));
    let nobody = ground.tools.id();
    let given = ground.engage.assign(&admin, id, Some(nobody)).await;
    assert!(matches!(given, Err(Error::NotFound("agent"))));
    let moved = ground.engage.move_queue(&admin, id, ground.tools.id()).await;
    assert!(matches!(moved, Err(Error::NotFound("queue"))));
}

#[tokio::test]
async fn two_see_each_other() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let care = Reach::Department(ground.department("care").await);
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let id = ground.case("care", "Hello?").await.case;
    ground.engage.beat(&ana, id, Doing::Typing).await.unwrap();
    ground.engage.beat(&admin, id, Doing::Viewing).await.unwrap();
    let typing = Here { agent: ana.id(), doing: Doing::Typing };
    assert_eq!(ground.engage.others(&admin, id).await.unwrap(), [typing]);
    ground.engage.leave(&ana, id);
    assert!(ground.engage.others(&admin, id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_listener_is_read_before_it_is_stored() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let new = |name: &str, query: &str| NewListener {
        name: name.to_owned(),
        purpose: ListenerPurpose::Brand,
        query: query.to_owned(),
        active: true,
    };
    let broken = ground.engage.create_listener(&admin, new("Brand", "(alta")).await;
    let Err(Error::Query(fault)) = broken else { panic!("stored: {broken:?}") };
    assert!(!fault.fix().is_empty());
    let id = ground.engage.create_listener(&admin, new("Brand", "alta AND vela")).await.unwrap();
    let twice = ground.engage.create_listener(&admin, new("Brand", "alta")).await;
    assert!(matches!(twice, Err(Error::Taken { field: "name" })));
    ground.engage.edit_listener(&admin, id, new("Alta Vela", "altavela")).await.unwrap();
    ground.engage.pause_listener(&admin, id, false).await.unwrap();
    let rows = ground.engage.listeners(&admin).await.unwrap();
    let row = rows.first().expect("one");
    assert_eq!((row.name.as_str(), row.version, row.active), ("Alta Vela", 2, false));
    let care = Reach::Department(ground.department("care").await);
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let tried = ground.engage.create_listener(&ana, new("Mine", "x")).await;
    assert!(matches!(tried, Err(Error::Forbidden(Permission::ListenerWrite))));
}
