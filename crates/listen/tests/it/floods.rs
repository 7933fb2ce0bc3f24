//! A whole network is heard: what somebody asks for is kept, and nothing else.

use std::time::Duration;

use earshot_channels::channel::RECONCILE;
use earshot_channels::{Batch, Fault, Flood};
use earshot_model::{ChannelItem, Time};
use earshot_store::{inbox, persons, posts};
use earshot_testkit::{Ground, on_both};
use tokio::sync::watch;

use crate::scene::{HELP, Scene, said};
use crate::scripted::Reader;

/// A post of the network, with the one revision that posts have there.
fn item(id: &str, author: &str, text: &str) -> ChannelItem {
    ChannelItem { revision: "0".to_owned(), ..said(id, author, id, 0, text) }
}

fn flood(cursor: &str) -> Flood {
    Flood { cursor: Some(cursor.to_owned()), upto: Some(Time(7)), ..Flood::default() }
}

async fn scene() -> Reader {
    // The loops serve every organization of a database, so they run on one of their own.
    let reader = Reader::new(Scene::new(Ground::sqlite().await).await).await;
    reader.add("network").await;
    let scene = &reader.scene;
    scene.office.listen_for(&scene.ground, "lisbon (bag OR coat) -weather").await;
    scene.office.listen_for(&scene.ground, "porto sentiment:negative").await;
    reader
}

/// Runs the loops until the stream came so far.
async fn run_until(reader: &Reader, cursor: &str) {
    let (stop, stopped) = watch::channel(false);
    let listen = reader.scene.listen.clone();
    let running = tokio::spawn(listen.run_sources(reader.reading.clone(), stopped));
    for _ in 0..400 {
        if reader.row("network").await.cursor == cursor {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    stop.send(true).expect("it runs");
    tokio::time::timeout(Duration::from_secs(10), running).await.expect("it ends").expect("well");
    assert_eq!(reader.row("network").await.cursor, cursor, "it never came so far");
    reader.scene.work().await;
}

fn tells(reader: &Reader, floods: Vec<Flood>) {
    let batches = floods.into_iter().map(|flood| Batch::Network(Box::new(flood)));
    let batches = std::iter::once(Batch::Opened).chain(batches).collect();
    reader.script.floods.lock().unwrap().push_back(batches);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_somebody_asks_for_is_kept() {
    let reader = scene().await;
    tells(
        &reader,
        vec![
            Flood {
                ours: vec![item("ours", "ana", HELP)],
                others: vec![
                    item("asked", "ben", "My bag never arrived in Lisbon"),
                    item("else", "cara", "A nice day"),
                    item("turned", "dora", "The weather in Lisbon, my bag is wet"),
                    item("maybe", "eve", "Porto"),
                ],
                gone: vec!["nobody's".to_owned()],
                ..flood("5")
            },
            // A delete may come before its post was worked on, and with the next batch.
            Flood { gone: vec!["asked".to_owned(), "else".to_owned()], ..flood("6") },
        ],
    );
    run_until(&reader, "6").await;
    for (id, kept) in
        [("ours", true), ("asked", true), ("else", false), ("turned", false), ("maybe", true)]
    {
        assert_eq!(reader.knows(id).await, kept, "{id}");
    }
    assert_eq!(reader.text("asked").await, "", "what went is empty");
    assert_eq!(reader.text("ours").await, HELP);
    for id in ["nobody's", "else"] {
        assert!(!reader.buried(id).await, "{id}: of what was never kept nothing is remembered");
    }
    let row = reader.row("network").await;
    assert_eq!((row.heard, row.caught_up_at), (4, Some(Time(7))), "three posts and a delete");
    assert_eq!(
        reader.script.completed.lock().unwrap().len(),
        3,
        "authors are asked for what is kept"
    );
    assert!(reader.script.asked.lock().unwrap().iter().all(|asked| asked == "-"), "it is not read");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_takes_everything_along() {
    let reader = scene().await;
    tells(
        &reader,
        vec![Flood {
            others: vec![
                item("one", "ben", "My bag is in Lisbon"),
                item("two", "ben", "Lisbon has my coat"),
                item("three", "ana", "Lisbon bag"),
            ],
            ..flood("5")
        }],
    );
    run_until(&reader, "5").await;
    reader.scene.ground.clock.advance(RECONCILE);
    tells(
        &reader,
        vec![Flood { left: vec!["id-ben".to_owned(), "stranger".to_owned()], ..flood("8") }],
    );
    run_until(&reader, "8").await;
    assert_eq!(
        (reader.text("one").await, reader.text("two").await),
        (String::new(), String::new())
    );
    assert!(!reader.text("three").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_completed_is_heard_again() {
    let reader = scene().await;
    let say = || Flood { others: vec![item("asked", "ben", "A bag in Lisbon")], ..flood("5") };
    let broken = Fault::Passing("the index is away".to_owned());
    reader.script.incomplete.lock().unwrap().push_back(broken);
    tells(&reader, vec![say()]);
    let (stop, stopped) = watch::channel(false);
    let running =
        tokio::spawn(reader.scene.listen.clone().run_sources(reader.reading.clone(), stopped));
    for _ in 0..400 {
        if reader.row("network").await.problem.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    stop.send(true).expect("it runs");
    running.await.expect("well");
    let row = reader.row("network").await;
    assert_eq!(row.problem.as_deref(), Some("the index is away"));
    assert_eq!(row.cursor, "", "nothing counts as heard that was not kept");
    reader.scene.ground.clock.advance(20 * Time::MINUTE);
    tells(&reader, vec![say()]);
    run_until(&reader, "5").await;
    assert!(reader.knows("asked").await);
}

on_both! {
async fn what_was_delivered_and_who_said_it_is_found(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    let (id, scene) = (reader.account.id, &reader.scene);
    let events = vec![crate::scene::up(item("one", "ana", HELP)), crate::scene::up(item("two", "ben", HELP))];
    reader.says(Ok(crate::scripted::page(events, "c1", false)));
    assert!(reader.read().await);
    let asked = ["u:0:one", "u:0:two", "u:0:three"].map(str::to_owned).to_vec();
    let found = inbox::delivered(&mut scene.read().await, id, asked.clone()).await.expect("keys");
    assert_eq!(found.len(), 2, "before it is worked on");
    scene.work().await;
    let mut conn = scene.read().await;
    assert_eq!(inbox::delivered(&mut conn, id, asked).await.expect("keys").len(), 2, "and after");
    let ana = vec!["id-ana".to_owned(), "id-nobody".to_owned()];
    let people = persons::identities_by_external(&mut conn, "scripted", ana).await.expect("people");
    let people: Vec<_> = people.into_iter().map(|identity| identity.id).collect();
    let said = posts::of_identities(&mut conn, id, people).await.expect("posts");
    assert_eq!(said, ["one"]);
}
}
