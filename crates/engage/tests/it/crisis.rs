//! A crisis is prepared, switched on, and ended; no public answer slips by meanwhile.

use earshot_engage::Error;
use earshot_engage::crisis::{Ended, TypedPlan};
use earshot_engage::reply::ReplyRefusal;
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{ApprovalReason, Audience, CrisisId, EventKind, OutboxState, Permission, Time};
use earshot_store::events;

use crate::ground::Ground;
use crate::reply::{answer, case, log, message};
use crate::scene::Scene;

pub(crate) fn plan() -> TypedPlan {
    TypedPlan {
        name: "Recall".to_owned(),
        words: "recall OR fire".to_owned(),
        tag: "Recall".to_owned(),
        queue: "press".to_owned(),
        urgent: true,
        word_from: "supervisor".to_owned(),
        notice: "Say nothing about the cause.".to_owned(),
        holding: "We look into it and tell you more today.".to_owned(),
        version: 0,
    }
}

async fn lead(ground: &Ground) -> Staff {
    ground.colleague("Lea", RoleKind::Supervisor, Reach::Organization(ground.org)).await
}

async fn started(ground: &Ground, lea: &Staff) -> CrisisId {
    let id = ground.engage.save_crisis(lea, None, plan()).await.unwrap();
    ground.engage.start_crisis(lea, id).await.unwrap();
    id
}

#[tokio::test]
async fn a_plan_is_checked_when_it_is_saved_and_switched_by_those_who_may() {
    let ground = Ground::new().await;
    let (engage, lea) = (&ground.engage, lead(&ground).await);
    let care = Reach::Department(ground.department("care").await);
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, care).await;
    for who in [&ana, &sam] {
        let refused = engage.save_crisis(who, None, plan()).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Permission::CrisisSwitch))),
            "it concerns everybody: {refused:?}"
        );
        assert!(matches!(engage.crises(who).await, Err(Error::Forbidden(_))));
    }
    for (field, wrong) in [
        ("name", TypedPlan { name: "  ".to_owned(), ..plan() }),
        ("tag", TypedPlan { tag: "a,b".to_owned(), ..plan() }),
        ("queue", TypedPlan { queue: "gone".to_owned(), ..plan() }),
        ("word_from", TypedPlan { word_from: "gone".to_owned(), ..plan() }),
        ("holding", TypedPlan { holding: "Your card 4111 1111 1111 1111".to_owned(), ..plan() }),
        ("notice", TypedPlan { notice: "x".repeat(281), ..plan() }),
    ] {
        match engage.save_crisis(&lea, None, wrong).await {
            Err(Error::Invalid { field: told, .. }) => assert_eq!(told, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    let broken = TypedPlan { words: "(recall".to_owned(), ..plan() };
    assert!(matches!(engage.save_crisis(&lea, None, broken).await, Err(Error::Query(_))));

    let id = engage.save_crisis(&lea, None, plan()).await.unwrap();
    let seen = TypedPlan { version: 1, words: "recall".to_owned(), ..plan() };
    engage.save_crisis(&lea, Some(id), seen.clone()).await.unwrap();
    let stale = engage.save_crisis(&lea, Some(id), seen).await;
    assert!(matches!(stale, Err(Error::Invalid { field: "version", .. })), "{stale:?}");
    let second = engage.save_crisis(&lea, None, plan()).await.unwrap();
    assert!(matches!(engage.start_crisis(&ana, id).await, Err(Error::Forbidden(_))));
    engage.start_crisis(&lea, id).await.unwrap();
    engage.start_crisis(&lea, id).await.unwrap();
    let other = engage.start_crisis(&lea, second).await;
    assert!(matches!(other, Err(Error::Invalid { field: "plan", .. })), "{other:?}");
    let away = engage.remove_crisis(&lea, id).await;
    assert!(matches!(away, Err(Error::Invalid { field: "plan", .. })), "{away:?}");
    assert_eq!(engage.lists(&ana).await.unwrap().crisis.unwrap().notice, plan().notice);

    ground.clock.advance(2 * Time::HOUR);
    assert!(matches!(engage.end_crisis(&sam, id, false).await, Err(Error::Forbidden(_))));
    assert_eq!(engage.end_crisis(&lea, id, true).await.unwrap(), Ended::default());
    let again = engage.end_crisis(&lea, id, true).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    assert_eq!(engage.lists(&ana).await.unwrap().crisis, None);
    engage.remove_crisis(&lea, second).await.unwrap();

    let page = engage.crises(&lea).await.unwrap();
    let told: Vec<_> = page.story.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(told, ["removed", "ended", "started", "saved", "saved", "saved"]);
    assert_eq!(page.story[1].lasted, Some(2 * Time::HOUR));
    assert_eq!(page.story[4].parts, ["words"]);
    let mut conn = ground.db.read(ground.org).await.unwrap();
    assert!(events::verify(&mut conn).await.unwrap() > 0);
}

#[tokio::test]
async fn public_answers_wait_for_a_word_and_the_agreed_text_does_not() {
    let ground = Ground::new().await;
    let (engage, lea) = (&ground.engage, lead(&ground).await);
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "is the recall true?").await;
    let id = started(&ground, &lea).await;
    let wanted = engage.case_page(&ana, opened.case, 0).await.unwrap().asked;
    let public = wanted.public.expect("a word is needed");
    assert_eq!((public.why, public.from.as_str()), (ApprovalReason::Crisis, "supervisor"));
    assert_eq!(wanted.private, None, "what nobody else reads goes as ever");

    let prepared = engage.reply(&ana, answer(&ground, opened.case, &plan().holding)).await.unwrap();
    assert!(prepared.due_at.is_some(), "it was agreed on");
    engage.cancel_reply(&ana, opened.case, prepared.id).await.unwrap();
    let mut request = answer(&ground, opened.case, "It was us.");
    request.seen = case(&ground, opened.case).await.version;
    let waits = engage.reply(&ana, request).await.unwrap();
    assert_eq!((waits.state, waits.due_at), (OutboxState::Held, None));
    assert_eq!(engage.approvals(&lea).await.unwrap().rows.len(), 1);
    // Who may give the word needs none.
    assert_eq!(engage.case_page(&lea, opened.case, 0).await.unwrap().asked.public, None);
    engage.return_reply(&lea, opened.case, waits.id, "Not yet.").await.unwrap();

    engage.end_crisis(&lea, id, false).await.unwrap();
    assert_eq!(engage.case_page(&ana, opened.case, 0).await.unwrap().asked.public, None);
    let mut request = answer(&ground, opened.case, "It was us.");
    request.seen = case(&ground, opened.case).await.version;
    assert!(engage.reply(&ana, request).await.unwrap().due_at.is_some());
}

#[tokio::test]
async fn an_answer_in_its_undo_window_is_held_back_and_goes_with_the_end() {
    let scene = Scene::held("We found your suitcase.").await;
    let (ground, engage) = (&scene.ground, &scene.ground.engage);
    let lea = lead(ground).await;
    let id = started(ground, &lea).await;
    // Nor does a press of a button let it go.
    let now = engage.send_now(&scene.ana, scene.opened.case, scene.key).await.unwrap();
    assert_eq!((now.state, now.due_at), (OutboxState::Held, None));
    let pressed = engage.send_now(&scene.ana, scene.opened.case, scene.key).await;
    assert!(matches!(pressed, Err(ReplyRefusal::NeedsApproval)), "{pressed:?}");
    scene.after(Time::HOUR);
    scene.release().await;
    assert_eq!(scene.state().await, OutboxState::Held);
    assert!(scene.commands().await.is_empty());
    let held = log(ground, scene.opened.case, EventKind::ReplyHeld).await;
    assert!(held.iter().any(|event| event.data.contains("\"why\":\"crisis\"")), "{held:?}");

    let ended = engage.end_crisis(&lea, id, true).await.unwrap();
    assert_eq!(ended, Ended { gone: 1, waiting: 0 });
    scene.after(10 * Time::SECOND);
    scene.release().await;
    assert_eq!(scene.commands().await.len(), 1, "it goes as it would have gone");
    assert_eq!(log(ground, scene.opened.case, EventKind::ApprovalGiven).await.len(), 1);
}

#[tokio::test]
async fn an_answer_in_the_queue_is_held_back_until_somebody_has_read_it() {
    let scene = Scene::queued().await;
    let (ground, engage) = (&scene.ground, &scene.ground.engage);
    let lea = lead(ground).await;
    let id = started(ground, &lea).await;
    assert!(scene.commands().await.is_empty(), "no channel gets it");
    assert_eq!(scene.state().await, OutboxState::Held);
    let rows = engage.approvals(&lea).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].approval.why), (1, ApprovalReason::Crisis));
    let now = Some(ground.tools.now());
    engage.approve_reply(&lea, scene.opened.case, scene.key, now).await.unwrap();
    scene.after(10 * Time::SECOND);
    scene.release().await;
    assert_eq!(scene.commands().await.len(), 1, "it was read, and is not asked about twice");
    // What is at the channel already is not touched; what was left waiting waits on.
    assert_eq!(engage.end_crisis(&lea, id, false).await.unwrap(), Ended::default());
}

#[tokio::test]
async fn an_end_lets_nothing_go_to_which_the_customer_has_replied() {
    let scene = Scene::held("We found your suitcase.").await;
    let (ground, engage) = (&scene.ground, &scene.ground.engage);
    let lea = lead(ground).await;
    let id = started(ground, &lea).await;
    scene.after(10 * Time::SECOND);
    scene.release().await;
    scene.after(Time::MINUTE);
    let (held, now) = (scene.opened.case, ground.tools.now());
    let spoke = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move {
            let mut case = earshot_store::cases::hold(tx, held).await?;
            case.customer_spoke_at = Some(now);
            earshot_store::cases::save(tx, &case).await.map(drop)
        })
    });
    spoke.await.unwrap();
    let ended = engage.end_crisis(&lea, id, true).await.unwrap();
    assert_eq!(ended, Ended { gone: 0, waiting: 1 });
    assert_eq!(message(ground, scene.key).await.state, OutboxState::Held);
    assert_eq!(engage.approvals(&lea).await.unwrap().rows.len(), 1, "somebody reads it");
    assert_eq!(message(ground, scene.key).await.audience, Audience::Public);
}
