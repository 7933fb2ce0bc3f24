//! Who speaks for the brand, and who does not become it.

use earshot_model::{ChannelAuthor, ChannelItem, Direction, OutboxId};
use earshot_store::{Error, outbox, persons};
use earshot_testkit::on_both;

use crate::adopted::settled;
use crate::scene::{HELP, Scene, said, up};

fn marked(id: &str, author: &str, sent: OutboxId) -> ChannelItem {
    ChannelItem { sent_as: Some(sent), ..said(id, author, "t", 40, "some words") }
}

/// A post of `author` under the brand's own handle.
fn under_our_handle(id: &str, author: &str, second: i64) -> ChannelItem {
    let post = said(id, author, "t", second, HELP);
    let author = ChannelAuthor { handle: "@altavela".to_owned(), ..post.author };
    ChannelItem { author, ..post }
}

async fn direction(scene: &Scene, id: &str) -> Direction {
    scene.post(id).await.direction
}

on_both! {
async fn a_mark_makes_a_post_ours_and_nobody_the_brand(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (message, _) = settled(&scene).await;
    // The first takes the name of the answer; the second is a post of its own.
    scene.hear(&[up(marked("30", "ana", message.id)), up(marked("31", "ana", message.id))]).await;
    scene.hear(&[up(marked("32", "eve", message.id))]).await;
    for id in ["31", "32"] {
        assert_eq!(direction(&scene, id).await, Direction::Outbound, "{id}");
    }
    scene.hear(&[up(said("33", "ana", "t", 50, HELP)), up(said("34", "eve", "t", 60, HELP))]).await;
    for id in ["33", "34"] {
        assert_eq!(direction(&scene, id).await, Direction::Inbound, "{id}");
    }
}
}

on_both! {
async fn a_mark_counts_for_nothing_under_another_id_than_the_accounts_own(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (message, _) = settled(&scene).await;
    scene.hear(&[up(said("40", "altavela", "t2", 10, "Good morning"))]).await;
    assert_eq!(direction(&scene, "40").await, Direction::Outbound);
    scene.hear(&[up(marked("41", "ana", message.id))]).await;
    assert_eq!(direction(&scene, "41").await, Direction::Inbound);
    let row = outbox::find(&mut scene.read().await, message.id).await.expect("the message");
    assert_eq!(row.external_id, Some(message.stand_in()), "the answer has not got her post's name");
    scene.hear(&[up(marked("42", "altavela", message.id))]).await;
    let row = outbox::find(&mut scene.read().await, message.id).await.expect("the message");
    assert_eq!(row.external_id.as_deref(), Some("42"));
}
}

on_both! {
async fn a_customer_under_our_handle_is_a_customer_again_without_it(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP))]).await;
    // The brand itself may have been heard so, before its account was connected.
    scene.hear(&[up(under_our_handle("2", "ana", 10))]).await;
    assert_eq!(direction(&scene, "2").await, Direction::Outbound);
    scene.hear(&[up(said("3", "altavela", "t", 20, "Good morning"))]).await;
    assert_eq!(direction(&scene, "3").await, Direction::Inbound, "ana has the handle");
    scene.hear(&[up(said("4", "ana", "t", 30, HELP))]).await;
    assert_eq!(direction(&scene, "4").await, Direction::Inbound, "a connector's word is no oath");
}
}

on_both! {
async fn who_was_taken_for_the_brand_can_be_said_not_to_be(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(under_our_handle("1", "eve", 0))]).await;
    let eve = scene.post("1").await;
    assert_eq!(eve.direction, Direction::Outbound, "heard first, under our handle");
    scene.hear(&[up(said("2", "altavela", "t", 10, "Good morning"))]).await;
    assert_eq!(direction(&scene, "2").await, Direction::Inbound, "she has the name");
    let us = scene.post("2").await;
    scene.ground.db
        .write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move {
                persons::claim(tx, eve.identity_id, false).await?;
                persons::claim(tx, us.identity_id, true).await
            })
        })
        .await
        .expect("it is written down");
    for second in [20, 30] {
        let (theirs, ours) = (format!("eve{second}"), format!("us{second}"));
        scene.hear(&[up(under_our_handle(&theirs, "eve", second))]).await;
        assert_eq!(direction(&scene, &theirs).await, Direction::Inbound);
        scene.hear(&[up(said(&ours, "altavela", "t", second, "Good morning"))]).await;
        assert_eq!(direction(&scene, &ours).await, Direction::Outbound);
    }
}
}
