//! Departments write the playbook together.

use earshot_engage::Error;
use earshot_engage::playbook::{Begin, LineEdit, Refusal, SectionEdit};
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{Permission, SlaClass};
use earshot_store::playbooks;

use crate::ground::Ground;

async fn begun(ground: &Ground, who: &Staff) {
    ground.engage.begin_draft(who, Begin::AtWork).await.expect("a draft");
}

fn refusal(result: Result<(), Error>) -> Refusal {
    match result.expect_err("a refusal") {
        Error::Playbook(refusal) => *refusal,
        other => panic!("{other}"),
    }
}

/// The line 30 as it stands in the draft, with another clock.
async fn line_30(ground: &Ground, who: &Staff, clock: SlaClass) -> LineEdit {
    let book = ground.engage.draft(who).await.expect("the draft");
    let mut line = book.document.line(30).expect("line 30").clone();
    let seen = line.fingerprint();
    line.then.clock = Some(clock);
    LineEdit { was: Some(30), seen, line }
}

#[tokio::test]
async fn a_draft_decides_only_once_all_have_signed_its_very_text() {
    let ground = Ground::new().await;
    let ada = ground.admin().await;
    begun(&ground, &ada).await;
    let edit = line_30(&ground, &ada, SlaClass::Relaxed).await;
    ground.engage.save_line(&ada, edit).await.expect("the line is saved");
    let book = ground.engage.draft(&ada).await.expect("the draft");
    let seen = book.fingerprint.clone();

    let early = ground.engage.activate_draft(&ada, &seen).await.map(drop);
    assert!(matches!(refusal(early), Refusal::NotSigned(_)));
    for signing in &book.signing {
        ground.engage.sign_draft(&ada, &signing.department, &seen).await.expect("signed");
    }
    // A change after the signatures asks again.
    let edit = line_30(&ground, &ada, SlaClass::Normal).await;
    ground.engage.save_line(&ada, edit).await.expect("the line is saved");
    let stale = ground.engage.activate_draft(&ada, &seen).await.map(drop);
    assert_eq!(refusal(stale), Refusal::DraftChanged);
    let book = ground.engage.draft(&ada).await.expect("the draft");
    assert!(book.signing.iter().all(|signing| signing.outdated), "{:?}", book.signing);
    let unsigned = ground.engage.activate_draft(&ada, &book.fingerprint).await.map(drop);
    assert!(matches!(refusal(unsigned), Refusal::NotSigned(_)));
    for signing in &book.signing {
        let department = &signing.department;
        ground.engage.sign_draft(&ada, department, &book.fingerprint).await.expect("signed");
    }
    let version = ground.engage.activate_draft(&ada, &book.fingerprint).await.expect("it decides");
    assert_eq!(version, 2);

    let now = ground.engage.book(&ada, None).await.expect("the book");
    assert_eq!((now.version, now.by.as_deref()), (2, Some("Ada Admin")));
    assert_eq!(now.document.line(30).expect("line 30").then.clock, Some(SlaClass::Normal));
    let before = ground.engage.book(&ada, Some(1)).await.expect("the version before");
    assert!(!before.active);
    assert_eq!(before.document.line(30).expect("line 30").then.clock, Some(SlaClass::Urgent));
    assert!(!ground.engage.has_draft(&ada).await.expect("an answer"));
    let mut conn = ground.db.read(ground.org).await.expect("a reader");
    assert_eq!(playbooks::versions(&mut conn).await.expect("versions").len(), 2);
}

#[tokio::test]
async fn two_people_on_one_line_meet_and_nothing_is_lost() {
    let ground = Ground::new().await;
    let ada = ground.admin().await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, Reach::Organization(ground.org)).await;
    begun(&ground, &ada).await;
    let (mine, theirs) = (
        line_30(&ground, &ada, SlaClass::Normal).await,
        line_30(&ground, &sam, SlaClass::Relaxed).await,
    );
    // Another line is nobody's conflict.
    let mut other = line_30(&ground, &sam, SlaClass::Urgent).await;
    (other.was, other.seen, other.line.number) = (None, String::new(), 31_000);
    ground.engage.save_line(&sam, other).await.expect("a new line");
    ground.engage.save_line(&sam, theirs).await.expect("theirs is first");
    let mut mine_again = mine.clone();
    let Refusal::LineChanged(Some(now)) = refusal(ground.engage.save_line(&ada, mine).await) else {
        panic!("the other's line stands in the way");
    };
    assert_eq!(now.then.clock, Some(SlaClass::Relaxed));
    // Seen, and meant.
    mine_again.seen = now.fingerprint();
    ground.engage.save_line(&ada, mine_again).await.expect("mine now");
    let book = ground.engage.draft(&ada).await.expect("the draft");
    assert_eq!(book.document.line(30).expect("line 30").then.clock, Some(SlaClass::Normal));
    assert!(book.document.line(31_000).is_some(), "the other line is still there");
    assert_eq!(book.revision, 4);
}

#[tokio::test]
async fn what_cannot_run_is_never_stored_and_says_where_it_is_wrong() {
    let ground = Ground::new().await;
    let ada = ground.admin().await;
    begun(&ground, &ada).await;
    let before = ground.engage.draft(&ada).await.expect("the draft").text;
    let mut edit = line_30(&ground, &ada, SlaClass::Urgent).await;
    edit.line.when = "sentimant == \"negative\"".to_owned();
    let Refusal::Condition(error) = refusal(ground.engage.save_line(&ada, edit).await) else {
        panic!("the condition is refused");
    };
    assert_eq!(error.at, 0..9);
    assert!(error.to_string().contains("sentiment"), "{error}");
    for when in ["", "1 / 0 == 1", "[1, 2, 3].map(x, x)", "size(text)"] {
        let mut edit = line_30(&ground, &ada, SlaClass::Urgent).await;
        edit.line.when = when.to_owned();
        let refused = refusal(ground.engage.save_line(&ada, edit).await);
        assert!(matches!(refused, Refusal::Condition(_)), "{when}: {refused}");
    }
    let mut edit = line_30(&ground, &ada, SlaClass::Urgent).await;
    edit.line.then.queue = Some("nowhere".to_owned());
    assert!(matches!(refusal(ground.engage.save_line(&ada, edit).await), Refusal::Faulty(_)));
    let mut taken = line_30(&ground, &ada, SlaClass::Urgent).await;
    (taken.was, taken.seen) = (None, String::new());
    let taken = refusal(ground.engage.save_line(&ada, taken).await);
    assert_eq!(taken, Refusal::NumberTaken(30));
    let newer = before.replace("format = 1", "format = 2");
    let seen = ground.engage.draft(&ada).await.expect("the draft").fingerprint;
    let Refusal::Faulty(problems) = refusal(ground.engage.save_text(&ada, &seen, &newer).await)
    else {
        panic!("a newer format is refused");
    };
    assert!(problems[0].message.contains("update Earshot"), "{}", problems[0].message);
    assert_eq!(ground.engage.draft(&ada).await.expect("the draft").text, before);
}

#[tokio::test]
async fn text_goes_out_and_comes_back_the_same() {
    let ground = Ground::new().await;
    let ada = ground.admin().await;
    begun(&ground, &ada).await;
    let book = ground.engage.draft(&ada).await.expect("the draft");
    let changed = book.text.replace("name = \"Starter\"", "name = \"Ours\"");
    ground.engage.save_text(&ada, &book.fingerprint, &changed).await.expect("the text");
    let again = refusal(ground.engage.save_text(&ada, &book.fingerprint, &changed).await);
    assert_eq!(again, Refusal::DraftChanged, "written from a text that is there no more");
    let now = ground.engage.draft(&ada).await.expect("the draft");
    assert_eq!((now.text.as_str(), now.document.name.as_str()), (changed.as_str(), "Ours"));
    let mut section = now.document.sections.mission.clone();
    let seen = section.fingerprint();
    section.text = "We help.".to_owned();
    let edit = SectionEdit { key: "mission".to_owned(), seen, section };
    ground.engage.save_section(&ada, edit.clone()).await.expect("the section");
    let late = refusal(ground.engage.save_section(&ada, edit).await);
    assert!(matches!(late, Refusal::SectionChanged(theirs) if theirs.text == "We help."));
}

#[tokio::test]
async fn a_department_signs_for_itself_alone() {
    let ground = Ground::new().await;
    let ada = ground.admin().await;
    begun(&ground, &ada).await;
    let care = Reach::Department(ground.department("care").await);
    let sam = ground.colleague("Sam", RoleKind::Supervisor, care).await;
    let ben = ground.colleague("Ben", RoleKind::Agent, care).await;
    let seen = ground.engage.draft(&ada).await.expect("the draft").fingerprint;
    ground.engage.sign_draft(&sam, "care", &seen).await.expect("their own");
    let forbidden = |result: Result<(), Error>| {
        assert!(matches!(result, Err(Error::Forbidden(Permission::PlaybookSign))), "{result:?}");
    };
    forbidden(ground.engage.sign_draft(&sam, "communications", &seen).await);
    forbidden(ground.engage.sign_draft(&ben, "care", &seen).await);
    let activation = ground.engage.activate_draft(&sam, &seen).await;
    assert!(matches!(activation, Err(Error::Forbidden(Permission::PlaybookActivate))));
    let writing = ground.engage.comment_draft(&ben, None, "Why?").await;
    assert!(matches!(writing, Err(Error::Forbidden(Permission::PlaybookWrite))));
    let id = ground.engage.comment_draft(&sam, Some(30), "Why?").await.expect("a remark");
    ground.engage.settle_comment(&ada, id).await.expect("settled");
    let book = ground.engage.draft(&ben).await.expect("agents may read it");
    assert_eq!(book.comments[0].1, "Sam");
    assert!(book.comments[0].0.settled_at.is_some());
    ground.engage.withdraw_signature(&sam, "care").await.expect("taken back");
    let book = ground.engage.draft(&ada).await.expect("the draft");
    assert!(book.signing.iter().all(|signing| signing.signed.is_none()));
}

#[tokio::test]
async fn an_industry_brings_its_departments_queues_and_skills() {
    let ground = Ground::empty().await;
    let mut new = crate::ground::new_organization("bank");
    new.industry = Some("banking".parse().expect("an industry"));
    let rule = earshot_engage::staff::PasswordRule::Strict;
    let org = ground.engage.create_organization(new, rule).await.expect("an organization");
    let ada = ground.log_in("bank", "ada@bank.example").await;
    assert_eq!(ada.org, org);
    let book = ground.engage.book(&ada, None).await.expect("the book");
    assert_eq!(book.document.industry, "banking");
    ground.engage.begin_draft(&ada, Begin::AtWork).await.expect("a draft");
    let draft = ground.engage.draft(&ada).await.expect("the draft");
    assert_eq!(draft.strangers, Vec::<String>::new());
    assert_eq!(draft.misses, Vec::new());
}

#[tokio::test]
async fn each_version_is_read_and_said_so() {
    let ground = Ground::new().await;
    let everywhere = Reach::Organization(ground.org);
    let (admin, engage) = (ground.admin().await, &ground.engage);
    let ana = ground.colleague("Ana", RoleKind::Agent, everywhere).await;
    assert!(engage.lists(&ana).await.unwrap().new_playbook);
    engage.confirm_playbook(&ana, 1).await.unwrap();
    engage.confirm_playbook(&ana, 1).await.unwrap();
    assert!(!engage.lists(&ana).await.unwrap().new_playbook);
    assert!(engage.lists(&admin).await.unwrap().new_playbook, "of others it says nothing");
    let hers = engage.playbook_readers(&ana).await.unwrap();
    assert!(hers.mine.is_some() && hers.people.is_none(), "who else read it is not hers to know");
    let seen = engage.playbook_readers(&admin).await.unwrap().people.unwrap();
    let read: Vec<_> = seen.iter().filter(|(_, at)| at.is_some()).map(|(one, _)| one.id).collect();
    assert_eq!((read, seen.len()), (vec![ana.id()], 2));

    let mut at_work =
        playbooks::active(&mut ground.db.read(ground.org).await.unwrap()).await.unwrap().unwrap();
    at_work.id = ground.tools.id();
    at_work.version = 2;
    at_work.lines = at_work.lines.replacen("name = \"", "name = \"New: ", 1);
    let next = at_work.clone();
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move { playbooks::activate(tx, &next).await })
    });
    work.await.unwrap();
    assert!(engage.lists(&ana).await.unwrap().new_playbook);
    let stale = engage.confirm_playbook(&ana, 1).await;
    assert!(matches!(stale, Err(Error::Invalid { field: "version", .. })), "{stale:?}");
    let (before, changes) = engage.playbook_readers(&ana).await.unwrap().since.unwrap();
    assert_eq!((before, changes.len()), (1, 1), "{changes:?}");
}
