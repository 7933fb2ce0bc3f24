//! Where a customer's next word belongs.

use earshot_model::{Audience, CaseStatus, ChannelItem, Surface, ThreadRole, Time};
use earshot_store::cases;
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, said, up};

const DAY: i64 = 24 * 3_600;

fn private(id: &str, author: &str, thread: &str, second: i64) -> ChannelItem {
    ChannelItem {
        audience: Audience::Private,
        surface: Surface::Dm,
        ..said(id, author, thread, second, "my booking is ABC123")
    }
}

on_both! {
async fn the_same_person_in_the_same_thread_is_one_case(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(said("2", "ana", "t", 5, "and my bag too"))]).await;
    scene.hear(&[up(said("3", "ana", "t", 9, "hello?"))]).await;
    let case = scene.case_of("1").await;
    assert_eq!(scene.case_of("2").await.id, case.id);
    assert_eq!(scene.case_of("3").await.id, case.id);
    assert_eq!(case.customer_spoke_at, Some(said("", "", "", 9, "").posted_at));
    // More words do not buy the brand more time.
    assert!(case.clocks.first_due_at.is_some_and(|due| due < said("", "", "", 9_000, "").posted_at));
}
}

on_both! {
async fn an_onlooker_with_a_need_gets_a_case_of_their_own(ground: Ground) {
    let scene = Scene::new(ground).await;
    let chatter = "lovely weather today";
    scene.hear(&[
        up(said("1", "ana", "t", 0, HELP)),
        up(said("2", "ben", "t", 1, HELP)),
        up(said("3", "cem", "t", 2, chatter)),
    ]).await;
    assert_ne!(scene.case_of("1").await.id, scene.case_of("2").await.id);
    assert_eq!(scene.post("3").await.case_id, None);
    assert_eq!(scene.posts_of_thread("t").await.len(), 3);
}
}

on_both! {
async fn a_private_word_joins_the_live_case_as_its_private_leg(ground: Ground) {
    let scene = Scene::new(ground).await;
    // In one batch: the private word has to see the case that the public one opens.
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(private("2", "ana", "dm", 5))]).await;
    let case = scene.case_of("1").await;
    assert_eq!(scene.case_of("2").await.id, case.id);
    let legs = cases::legs(&mut scene.read().await, case.id).await.expect("legs");
    let roles: Vec<ThreadRole> = legs.iter().map(|leg| leg.role).collect();
    assert_eq!(roles, [ThreadRole::Origin, ThreadRole::Private]);
    // Somebody else's private word does not.
    scene.hear(&[up(ChannelItem { text: HELP.to_owned(), ..private("3", "ben", "dm2", 6) })]).await;
    assert_ne!(scene.case_of("3").await.id, case.id);
}
}

on_both! {
async fn what_is_over_comes_back_within_72_hours(ground: Ground) {
    let scene = Scene::new(ground).await;
    for (n, status) in [CaseStatus::Resolved, CaseStatus::Closed].into_iter().enumerate() {
        let (first, second, third) = (format!("a{n}"), format!("b{n}"), format!("c{n}"));
        let (thread, from) = (format!("t{n}"), if n == 0 { 0 } else { 20 * DAY });
        scene.hear(&[up(said(&first, "ana", &thread, from, HELP))]).await;
        let case = scene.case_of(&first).await;
        scene.end(case.id, status).await;
        scene.hear(&[up(said(&second, "ana", &thread, from + 2 * DAY, "it is still lost"))]).await;
        let back = scene.case_of(&second).await;
        assert_eq!((back.id, back.status), (case.id, CaseStatus::Open), "{status:?}");
        assert!(back.clocks.next_due_at.is_some(), "an answer is owed again");
        assert_eq!((back.resolved_at, back.closed_at), (None, None));
        assert!(scene.kinds_of(case.id).await.iter().any(|kind| kind.contains("reopened")));
        scene.end(case.id, status).await;
        scene.hear(&[up(said(&third, "ana", &thread, from + 6 * DAY, HELP))]).await;
        assert_ne!(scene.case_of(&third).await.id, case.id, "a later word is a new matter");
    }
}
}

on_both! {
async fn a_reply_to_something_unknown_finds_its_conversation(ground: Ground) {
    let scene = Scene::new(ground).await;
    let orphan = ChannelItem { parent: Some("never-seen".to_owned()), ..said("2", "ana", "t", 5, HELP) };
    scene.hear(&[up(orphan)]).await;
    let post = scene.post("2").await;
    assert_eq!(post.parent_external_id.as_deref(), Some("never-seen"));
    // The parent comes after all.
    scene.hear(&[up(said("never-seen", "ben", "t", 0, "look at this"))]).await;
    let thread: Vec<String> =
        scene.posts_of_thread("t").await.into_iter().map(|post| post.external_id).collect();
    assert_eq!(thread, ["never-seen", "2"]);
}
}

on_both! {
async fn clocks_that_run_out_are_swept_and_a_public_case_stays_until_it_ended_there(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(said("2", "ben", "u", 0, HELP))]).await;
    let (late, quiet) = (scene.case_of("1").await.id, scene.case_of("2").await.id);
    scene.end(quiet, CaseStatus::Resolved).await;
    scene.ground.clock.advance(4 * Time::DAY);
    scene.listen.sweep_for(scene.office.org).await.expect("a sweep");
    scene.listen.sweep_for(scene.office.org).await.expect("a second sweep");
    let breached = scene.kinds_of(late).await.into_iter().filter(|kind| kind.contains("breach"));
    assert_eq!(breached.count(), 2, "that of the answer and that of the resolution, each once");
    assert_eq!(scene.case_of("2").await.status, CaseStatus::Resolved);
}
}
