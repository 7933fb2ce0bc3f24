//! Listeners that ask about the verdict.

use earshot_model::{Actor, ListenerId, ListenerPurpose};
use earshot_store::listeners::{self, Listener};
use earshot_store::{Error, listening};
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, said, up};

async fn listener(scene: &Scene, name: &str, query: &str) -> ListenerId {
    let row = Listener {
        id: scene.ground.tools.id(),
        name: name.to_owned(),
        purpose: ListenerPurpose::Product,
        query: query.to_owned(),
        version: 1,
        active: true,
        updated_at: scene.ground.tools.now(),
    };
    let id = row.id;
    scene
        .ground
        .db
        .write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move { listeners::insert(tx, &row, Actor::System).await })
        })
        .await
        .expect("the listener is stored");
    id
}

on_both! {
async fn they_are_asked_once_there_is_one(ground: Ground) {
    let scene = Scene::new(ground).await;
    let angry = listener(&scene, "Angry", "bag AND sentiment:negative").await;
    let calm = listener(&scene, "Calm", "bag NOT sentiment:negative").await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP))]).await;
    let post = scene.post("1").await;
    let found = listening::found_by(&mut scene.read().await, &[post.id]).await.expect("hits");
    let found: Vec<ListenerId> = found.into_iter().map(|by| by.listener_id).collect();
    assert!(found.contains(&angry), "the post is negative");
    assert!(!found.contains(&calm), "and nothing else was said before the verdict");
}
}
