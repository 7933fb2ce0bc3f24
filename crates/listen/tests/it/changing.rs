//! Listeners and lists that change while posts come in.

use earshot_model::{Actor, EventKind, ListenerId, ListenerPurpose, NewEvent, Time};
use earshot_store::listeners::{self, Listener};
use earshot_store::lists::{self, List};
use earshot_store::{Error, Tx, listening};
use earshot_testkit::on_both;
use serde_json::json;

use crate::scene::{Scene, said, up};

fn row(scene: &Scene, name: &str, query: &str) -> Listener {
    Listener {
        id: scene.ground.tools.id(),
        name: name.to_owned(),
        purpose: ListenerPurpose::Product,
        query: query.to_owned(),
        version: 1,
        active: true,
        updated_at: scene.ground.tools.now(),
    }
}

/// Writes a listener, new or changed, and says so in the log if `told`.
async fn write(scene: &Scene, row: &Listener, told: bool) {
    let row = row.clone();
    let done = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move {
            if row.version == 1 && row.active {
                listeners::insert(tx, &row, Actor::System).await?;
            } else {
                listeners::update(tx, &row, Actor::System).await?;
            }
            if told {
                tell(tx, json!({ "what": "listener", "listener": row.id }), row.updated_at);
            }
            Ok(())
        })
    });
    done.await.expect("it is written");
}

fn tell(tx: &mut Tx, data: serde_json::Value, at: Time) {
    tx.emit(NewEvent::new(at, EventKind::SetupChanged, Actor::System).data(data));
}

/// Who finds a post of these words.
async fn found(scene: &Scene, id: &str, text: &str) -> Vec<ListenerId> {
    scene.hear(&[up(said(id, "ana", id, 0, text))]).await;
    found_by(scene, id).await
}

async fn found_by(scene: &Scene, id: &str) -> Vec<ListenerId> {
    let post = scene.post(id).await;
    let found = listening::found_by(&mut scene.read().await, &[post.id]).await.expect("hits");
    found.into_iter().map(|by| by.listener_id).collect()
}

on_both! {
async fn a_change_is_at_work_with_the_next_post(ground: Ground) {
    let scene = Scene::new(ground).await;
    let mut bags = row(&scene, "Bags", "bag");
    let trains = row(&scene, "Trains", "train");
    write(&scene, &bags, true).await;
    write(&scene, &trains, true).await;
    assert_eq!(found(&scene, "1", "my bag").await, [bags.id]);
    (bags.query, bags.version) = ("suitcase".to_owned(), 2);
    write(&scene, &bags, true).await;
    assert!(found(&scene, "2", "my bag").await.is_empty(), "and no time has passed");
    assert_eq!(found(&scene, "3", "suitcase in the train").await.len(), 2);
    (bags.active, bags.version) = (false, 3);
    write(&scene, &bags, true).await;
    assert_eq!(found(&scene, "4", "suitcase in the train").await, [trains.id]);
    // What the log does not tell is found out within two seconds.
    (bags.active, bags.version) = (true, 4);
    write(&scene, &bags, false).await;
    assert!(found(&scene, "5", "suitcase").await.is_empty());
    scene.ground.clock.advance(3 * Time::SECOND);
    assert_eq!(found(&scene, "6", "suitcase").await, [bags.id]);
}
}

on_both! {
async fn whoever_names_a_list_or_a_listener_follows_it(ground: Ground) {
    let scene = Scene::new(ground).await;
    let list = List {
        id: scene.ground.tools.id(),
        name: "Lorries".to_owned(),
        name_key: "lorries".to_owned(),
        words: "lorry".to_owned(),
        version: 1,
        updated_at: scene.ground.tools.now(),
    };
    let stored = list.clone();
    scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move { lists::insert(tx, &stored).await })
    }).await.expect("a list");
    let mut core = row(&scene, "Core", "bag");
    let whole = row(&scene, "Whole", "query:core NOT list:Lorries");
    write(&scene, &core, true).await;
    write(&scene, &whole, true).await;
    assert_eq!(found(&scene, "1", "bag").await.len(), 2);
    assert_eq!(found(&scene, "2", "bag on a lorry").await, [core.id]);
    let changed = List { words: "truck\nvan".to_owned(), version: 2, ..list };
    scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move {
            lists::update(tx, &changed).await?;
            tell(tx, json!({ "what": "list", "list": changed.id }), changed.updated_at);
            Ok(())
        })
    }).await.expect("the list changes");
    assert_eq!(found(&scene, "3", "bag on a lorry").await.len(), 2);
    assert_eq!(found(&scene, "4", "bag in a van").await, [core.id]);
    (core.query, core.version) = ("suitcase".to_owned(), 2);
    write(&scene, &core, true).await;
    assert_eq!(found(&scene, "5", "suitcase").await.len(), 2);
    assert!(found(&scene, "6", "bag").await.is_empty());
}
}

on_both! {
async fn language_and_recipient_are_known_where_the_channel_does_not_tell_them(ground: Ground) {
    let scene = Scene::new(ground).await;
    let german = row(&scene, "German", "koffer lang:de");
    let other = row(&scene, "Other", "koffer NOT lang:de");
    let answers = row(&scene, "Answers", "koffer to:ben");
    for row in [&german, &other, &answers] {
        write(&scene, row, true).await;
    }
    let text = "mein Koffer ist seit gestern verschwunden und niemand hilft mir";
    assert_eq!(found(&scene, "1", text).await, [german.id]);
    let claimed = earshot_model::ChannelItem {
        language: Some("en".to_owned()),
        ..said("2", "ana", "2", 0, text)
    };
    scene.hear(&[up(claimed)]).await;
    assert_eq!(found_by(&scene, "2").await, [other.id]);
    let parent = said("3", "ben", "3", 0, "where is it?");
    let mut answer = said("4", "ana", "3", 0, text);
    answer.parent = Some("3".to_owned());
    scene.hear(&[up(parent), up(answer)]).await;
    let by = found_by(&scene, "4").await;
    assert!(by.contains(&answers.id) && by.len() == 2, "{by:?}");
}
}
