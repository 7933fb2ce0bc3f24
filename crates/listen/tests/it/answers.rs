//! The brand's own words come back.

use earshot_model::{CaseStatus, ChannelItem, Direction, Time};
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, said, up};

fn answer(id: &str, to: Option<&str>, second: i64) -> ChannelItem {
    let parent = to.map(str::to_owned);
    ChannelItem { parent, ..said(id, "AltaVela", "t", second, "We are on it, dear Ana.") }
}

on_both! {
async fn an_answer_given_elsewhere_stops_the_clock(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(answer("2", Some("1"), 60))]).await;
    let post = scene.post("2").await;
    assert_eq!(post.direction, Direction::Outbound);
    let case = scene.case_of("1").await;
    assert_eq!(post.case_id, Some(case.id));
    assert_eq!(case.status, CaseStatus::Waiting);
    assert_eq!(case.clocks.due_at(), None);
    assert_eq!(case.clocks.first_answered_at, Some(answer("", None, 60).posted_at));
    // It came twice, and once more with a new revision: still one answer.
    scene.hear(&[up(ChannelItem { revision: "2".to_owned(), ..answer("2", Some("1"), 60) })]).await;
    assert_eq!(scene.posts_of_thread("t").await.len(), 2);
}
}

on_both! {
async fn an_answer_belongs_to_the_case_that_it_answers(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(said("2", "ben", "t", 5, HELP))]).await;
    scene.hear(&[up(said("3", "cem", "t", 6, "lovely weather today"))]).await;
    scene.hear(&[up(answer("4", Some("1"), 60)), up(answer("5", Some("3"), 61))]).await;
    assert_eq!(scene.case_of("1").await.status, CaseStatus::Waiting);
    assert!(scene.case_of("2").await.clocks.due_at().is_some(), "Ben still waits");
    assert_eq!(scene.post("5").await.case_id, None, "Cem has no case");
}
}

on_both! {
async fn words_that_come_late_change_no_order(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(answer("2", Some("1"), 60))]).await;
    // Written before the answer, delivered after it: nothing is owed for it.
    scene.hear(&[up(said("3", "ana", "t", 30, "hello?"))]).await;
    let case = scene.case_of("3").await;
    assert_eq!((case.status, case.clocks.due_at()), (CaseStatus::Waiting, None));
    // Written after the answer: owed.
    scene.hear(&[up(said("4", "ana", "t", 90, "that did not help"))]).await;
    let case = scene.case_of("4").await;
    assert_eq!(case.status, CaseStatus::Open);
    let due = case.clocks.next_due_at.expect("an answer is owed");
    // An answer from before that word, delivered late, leaves it owed.
    scene.hear(&[up(answer("5", Some("1"), 70))]).await;
    assert_eq!(scene.case_of("4").await.clocks.next_due_at, Some(due));
}
}

on_both! {
async fn the_brands_other_account_is_not_a_customer(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.office.add_account(&scene.ground, "fake", "altavela_help").await;
    scene.ground.clock.advance(5 * Time::SECOND);
    scene.hear(&[up(said("1", "altavela_help", "t", 0, HELP))]).await;
    let post = scene.post("1").await;
    assert_eq!((post.direction, post.case_id), (Direction::Outbound, None));
}
}

on_both! {
async fn the_brands_handle_belongs_to_the_id_under_which_it_was_heard(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(answer("2", Some("1"), 60))]).await;
    assert_eq!(scene.post("2").await.direction, Direction::Outbound);
    // The same handle under another id is somebody else, and the same id under another handle is not.
    let (mut stranger, mut renamed) = (answer("3", Some("1"), 70), answer("4", Some("1"), 80));
    stranger.author.id = "id-elsewhere".to_owned();
    renamed.author.handle = "@altavela_care".to_owned();
    scene.hear(&[up(stranger), up(renamed)]).await;
    assert_eq!(scene.post("3").await.direction, Direction::Inbound);
    assert_eq!(scene.post("4").await.direction, Direction::Outbound);
}
}

on_both! {
async fn a_brand_that_was_heard_before_it_was_known_is_known_from_then_on(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP))]).await;
    let mut before = answer("2", Some("1"), 60);
    before.author.handle = "@somebody".to_owned();
    scene.hear(&[up(before)]).await;
    assert_eq!(scene.post("2").await.direction, Direction::Inbound);
    scene.hear(&[up(answer("3", Some("1"), 70))]).await;
    assert_eq!(scene.post("3").await.direction, Direction::Outbound);
    let mut stranger = answer("4", Some("1"), 80);
    stranger.author.id = "id-elsewhere".to_owned();
    scene.hear(&[up(stranger)]).await;
    assert_eq!(scene.post("4").await.direction, Direction::Inbound);
}
}
