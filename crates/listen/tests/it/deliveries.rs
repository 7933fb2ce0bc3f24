//! What connectors bring, good and bad.

use earshot_channels::http::Outcome;
use earshot_listen::Connector;
use earshot_model::{ChannelEvent, ChannelItem, PostState, ResultState};
use earshot_store::inbox::{self, Delivery};
use earshot_store::search::{self, Lookup, Term};
use earshot_store::{Error as StoreError, events, verdicts};
use earshot_testkit::on_both;

use crate::scene::{HELP, SPAM, Scene, said, up};

on_both! {
async fn a_second_delivery_changes_nothing(ground: Ground) {
    let scene = Scene::new(ground).await;
    let event = up(said("1", "ana", "t", 0, HELP));
    let first = scene.hear(&[event.clone(), event.clone()]).await.answer;
    assert_eq!((first.accepted, first.duplicate), (1, 1));
    let again = scene.hear(&[event]).await.answer;
    assert_eq!((again.accepted, again.duplicate), (0, 1));
    assert_eq!(scene.posts_of_thread("t").await.len(), 1);
    let log = events::verify(&mut scene.read().await).await.expect("the chain holds");
    assert!(log >= 3, "created, received, opened: {log}");
}
}

on_both! {
async fn a_colon_does_not_make_one_post_of_two(ground: Ground) {
    let scene = Scene::new(ground).await;
    let at_nine = ChannelItem { revision: "2026-06-01T09".to_owned(), ..said("30:x", "ana", "t", 0, HELP) };
    let half_past = ChannelItem { revision: "2026-06-01T09:30".to_owned(), ..said("x", "ben", "t", 1, HELP) };
    let both = scene.hear(&[up(at_nine), up(half_past)]).await.answer;
    assert_eq!((both.accepted, both.duplicate), (2, 0));
    assert_eq!(scene.posts_of_thread("t").await.len(), 2);
}
}

on_both! {
async fn what_an_older_version_took_changes_nothing_when_it_comes_again(ground: Ground) {
    let scene = Scene::new(ground).await;
    let item = ChannelItem { revision: "09:30".to_owned(), ..said("1", "ana", "t", 0, HELP) };
    let event = up(item);
    let delivery = Delivery {
        id: scene.ground.tools.id(),
        account_id: scene.office.account.id,
        event_key: "u:09:30:1".to_owned(),
        payload: serde_json::to_string(&event).expect("JSON"),
    };
    let at = scene.ground.tools.now();
    let old = scene.ground.db.write::<_, StoreError, _>(scene.office.org, move |tx| {
        Box::pin(async move { inbox::insert(tx, vec![delivery], at).await })
    });
    old.await.expect("the row of an older version");
    scene.work().await;
    let head = async || events::head(&mut scene.read().await).await.expect("the log").seq;
    let before = head().await;
    assert_eq!(scene.hear(&[event]).await.answer.accepted, 1, "the inbox does not know it");
    assert_eq!(head().await, before, "and nothing becomes of it");
    assert_eq!(scene.posts_of_thread("t").await.len(), 1);
}
}

on_both! {
async fn one_bad_event_spoils_nothing(ground: Ground) {
    let scene = Scene::new(ground).await;
    let good = serde_json::to_string(&up(said("1", "ana", "t", 0, "<script>alert(1)</script> please help, my bag is lost"))).expect("JSON");
    let body = format!("{{\"events\": [{{\"event\": \"upsert\", \"surprise\": 1}}, {good}]}}");
    let from = Connector::from(&scene.office.account);
    let answer = scene.listen.accept(from, body.as_bytes()).await.expect("a batch").answer;
    let outcomes: Vec<Outcome> = answer.items.iter().map(|item| item.outcome).collect();
    assert_eq!(outcomes, [Outcome::Rejected, Outcome::Accepted]);
    scene.work().await;
    assert!(scene.post("1").await.text.starts_with("<script>"), "kept as it was written");
    scene.listen.accept(from, b"[]").await.expect_err("not a batch");
}
}

on_both! {
async fn news_of_our_messages_are_passed_out(ground: Ground) {
    let scene = Scene::new(ground).await;
    let sent = scene.ground.tools.id();
    let status = ChannelEvent::Status { sent, state: ResultState::Sent, id: Some("77".to_owned()), detail: None };
    let accepted = scene.accept(&scene.office.account.clone(), &[status]).await;
    assert_eq!(accepted.answer.accepted, 1);
    assert_eq!(accepted.statuses.len(), 1);
    assert_eq!(accepted.statuses[0].0, sent);
    assert_eq!(scene.backlog().await, 0, "not kept in the inbox");
}
}

on_both! {
async fn noise_is_kept_with_its_reason_and_found(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "bot", "t", 0, SPAM))]).await;
    let post = scene.post("1").await;
    assert_eq!((post.state, post.case_id), (PostState::Noise, None));
    let mut conn = scene.read().await;
    let said = verdicts::of_posts(&mut conn, vec![post.id]).await.expect("verdicts");
    let verdict = said[0].verdict().expect("a verdict").expect("it is kept");
    assert!(verdict.spam.value);
    assert!(!verdict.spam.evidence.is_empty(), "it says why");
    let lookup = Lookup { any_of: vec![vec![Term::Token("iphone".to_owned())]] };
    let found = search::find(&mut conn, &lookup, None, 10).await.expect("a search");
    assert_eq!(found.iter().map(|hit| hit.post_id).collect::<Vec<_>>(), [post.id]);
}
}
