//! Streams are hints: what they bring is kept, and what they lost is read.

use std::time::Duration;

use earshot_channels::{Batch, Page};
use earshot_model::Time;
use earshot_store::Error;
use earshot_store::sources::{self, Streamed};
use earshot_testkit::{Ground, on_both};
use tokio::sync::watch;

use crate::scene::{HELP, Scene, said, up};
use crate::scripted::{Reader, page};

/// Runs the loops until something is so.
async fn run_until(reader: &Reader, mut done: impl AsyncFnMut() -> bool) {
    let (stop, stopped) = watch::channel(false);
    let listen = reader.scene.listen.clone();
    let running = tokio::spawn(listen.run_sources(reader.reading.clone(), stopped));
    for _ in 0..400 {
        if done().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    stop.send(true).expect("it runs");
    tokio::time::timeout(Duration::from_secs(10), running).await.expect("it ends").expect("well");
    assert!(done().await, "it never came so far");
}

fn heard(id: &str) -> Batch {
    let events = vec![up(said(id, "ana", id, 0, HELP))];
    Batch::Events { events, cursor: None }
}

// The loops serve every organization of a database, so they run on one of their own.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_stream_lost_is_read_from_the_source() {
    let reader = Reader::new(Scene::new(Ground::sqlite().await).await).await;
    // The first look brings 1; then 2 is said while nobody listens; the stream brings 3 only, and
    // again what was read.
    reader.says(Ok(page(vec![up(said("1", "ana", "1", 0, HELP))], "c1", false)));
    reader.says(Ok(page(
        vec![up(said("2", "ana", "2", 0, HELP)), up(said("3", "ana", "3", 0, HELP))],
        "c3",
        false,
    )));
    reader.script.streams.lock().unwrap().push_back(vec![Batch::Opened, heard("3"), heard("1")]);
    run_until(&reader, async || reader.row("mentions").await.cursor == "c3").await;
    reader.scene.work().await;
    for id in ["1", "2", "3"] {
        assert!(reader.knows(id).await, "{id}");
    }
    let row = reader.row("mentions").await;
    assert_eq!(row.heard, 3, "each counts once, however it came");
    let until = row.stream_until.expect("it was claimed");
    assert!(until >= reader.scene.ground.tools.now(), "and rests before it is opened again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_with_a_cursor_of_its_own_keeps_it_with_what_it_brought() {
    let reader = Reader::new(Scene::new(Ground::sqlite().await).await).await;
    let events = vec![up(said("7", "ana", "7", 0, HELP))];
    reader
        .script
        .streams
        .lock()
        .unwrap()
        .push_back(vec![Batch::Events { events, cursor: Some("s7".to_owned()) }]);
    for _ in 0..3 {
        reader.says(Ok(Page::default()));
    }
    run_until(&reader, async || reader.row("mentions").await.cursor == "s7").await;
    reader.scene.work().await;
    assert!(reader.knows("7").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_asked_for_while_it_is_heard_is_claimed_for_a_moment_only() {
    let reader = Reader::new(Scene::new(Ground::sqlite().await).await).await;
    *reader.script.goes_on.lock().unwrap() = true;
    reader.script.streams.lock().unwrap().push_back(vec![Batch::Opened]);
    for _ in 0..50 {
        reader.says(Ok(Page::default()));
    }
    let (org, account) = (reader.scene.office.org, reader.account.id);
    let now = reader.scene.ground.tools.now();
    run_until(&reader, async || {
        let until = reader.row("mentions").await.stream_until;
        if until == Some(now.plus(60 * Time::SECOND)) {
            // Somebody checks the account: everything of it is due.
            let write = reader.scene.ground.db.write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { sources::hurry(tx, account, now).await })
            });
            write.await.expect("a write");
        }
        until.is_some_and(|until| until <= now.plus(Time::SECOND))
    })
    .await;
}

on_both! {
async fn a_stream_belongs_to_one_server_at_a_time(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    let (db, org, account) = (reader.scene.ground.db.clone(), reader.scene.office.org, reader.account.id);
    let now = reader.scene.ground.tools.now();
    let claim = |at: Time| {
        let db = db.clone();
        async move {
            let until = at.plus(60 * Time::SECOND);
            db.write::<_, Error, _>(org, move |tx| Box::pin(sources::claim_stream(tx, account, at, until))).await.expect("asked")
        }
    };
    let first = claim(now).await.expect("nobody streams it");
    assert_eq!(first.kind, "mentions");
    assert_eq!(claim(now.plus(59 * Time::SECOND)).await, None);
    let later = now.plus(60 * Time::SECOND);
    let second = claim(later).await.expect("the first one died");
    let (one, two) = (first.clone(), second.clone());
    let flowed = |cursor: &str| Streamed { cursor: Some(cursor.to_owned()), heard: 2, upto: Some(later) };
    let (old, newer) = (flowed("old"), flowed("newer"));
    let given_up = two.clone();
    let kept = db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move {
            Ok((
                sources::streamed(tx, &one, Some("old"), 1, None, later).await?,
                sources::hold_stream(tx, &one, later.plus(Time::HOUR)).await?,
                sources::streamed(tx, &two, Some("new"), 1, Some(later), later).await?,
                sources::flowed(tx, &one, &old, later).await?,
                sources::flowed(tx, &two, &newer, later).await?,
            ))
        })
    });
    assert_eq!(kept.await.expect("a write"), (false, false, true, false, true));
    let row = reader.row("mentions").await;
    assert_eq!((row.cursor.as_str(), row.heard, row.caught_up_at), ("newer", 3, Some(later)));
    let write = db.write::<_, Error, _>(org, move |tx| Box::pin(async move { sources::stopped_flowing(tx, &given_up, "away").await }));
    write.await.expect("a write");
    assert_eq!(reader.row("mentions").await.problem.as_deref(), Some("away"));
}
}
