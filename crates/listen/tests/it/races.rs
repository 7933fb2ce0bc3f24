//! Several workers, agents and an erasure on one organization at the same moment.

use std::sync::Arc;
use std::time::Duration;

use earshot_listen::Listen;
use earshot_model::{Actor, CaseId, ChannelEvent, EventKind, NewEvent, PostState};
use earshot_store::blobs::BlobStore;
use earshot_store::{Error, cases, erasure, posts};
use earshot_testkit::on_both;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::scene::{HELP, SPAM, Scene, gone, said, up};

/// Time enough to reach the place where one waits for another, and more than PostgreSQL takes to find
/// that two wait for each other.
const A_WHILE: Duration = Duration::from_millis(1_300);

/// An act of an agent that holds a case and takes its time.
struct Act {
    go_on: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), Error>>,
}

impl Act {
    async fn on(scene: &Scene, case: CaseId) -> Self {
        let (told, held) = oneshot::channel();
        let (go_on, may_go_on) = oneshot::channel::<()>();
        let (db, org, now) = (scene.ground.db.clone(), scene.office.org, scene.ground.tools.now());
        let ended = tokio::spawn(async move {
            db.write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    cases::hold(tx, case).await?;
                    told.send(()).expect("the test waits");
                    may_go_on.await.expect("the test goes on");
                    tx.emit(NewEvent::new(now, EventKind::CaseAssigned, Actor::System).case(case));
                    Ok(())
                })
            })
            .await
        });
        held.await.expect("the case is held");
        Self { go_on, ended }
    }

    async fn end(self) {
        self.go_on.send(()).expect("the act waits");
        self.ended.await.expect("the act ends").expect("the act goes well");
    }
}

/// Brings events in, and works until they are applied, as a server of its own.
fn server(scene: &Arc<Scene>, events: Vec<ChannelEvent>) -> JoinHandle<()> {
    let scene = scene.clone();
    let listen = Listen::new(scene.ground.db.clone(), scene.ground.tools.clone());
    tokio::spawn(async move {
        if !events.is_empty() {
            scene.accept(&scene.office.account.clone(), &events).await;
        }
        while scene.backlog().await > 0 {
            listen.work_for(scene.office.org).await.expect("the inbox is worked on");
        }
    })
}

on_both! {
async fn a_delete_that_comes_while_its_post_is_written_is_not_lost(ground: Ground) {
    let scene = Scene::new(ground).await.shared();
    scene.hear(&[up(said("1", "bo", "t", 0, HELP))]).await;
    let case = scene.case_of("1").await.id;
    scene.accept(&scene.office.account.clone(), &[up(said("2", "bo", "t", 10, HELP))]).await;
    let act = Act::on(&scene, case).await;
    let first = server(&scene, Vec::new());
    tokio::time::sleep(A_WHILE).await;
    assert!(!first.is_finished(), "it waits for the case");
    let second = server(&scene, vec![gone("2")]);
    tokio::time::sleep(A_WHILE).await;
    act.end().await;
    first.await.expect("the first server ends");
    second.await.expect("the second server ends");
    let post = scene.post("2").await;
    assert_eq!((post.state, post.text.as_str()), (PostState::Deleted, ""));
}
}

on_both! {
async fn two_servers_open_one_case_for_one_matter(ground: Ground) {
    let scene = Scene::new(ground).await.shared();
    scene.hear(&[up(said("1", "bo", "tb", 0, HELP)), up(said("2", "ana", "ta", 0, SPAM))]).await;
    let case = scene.case_of("1").await.id;
    let both = [up(said("3", "bo", "tb", 10, HELP)), up(said("4", "ana", "ta", 10, HELP))];
    scene.accept(&scene.office.account.clone(), &both).await;
    let act = Act::on(&scene, case).await;
    let first = server(&scene, Vec::new());
    tokio::time::sleep(A_WHILE).await;
    assert!(!first.is_finished(), "it has opened Ana's case, and waits for Bo's");
    let second = server(&scene, vec![up(said("5", "ana", "ta", 20, HELP))]);
    tokio::time::sleep(A_WHILE).await;
    // The act ends well: nobody waits for it who has what it needs.
    act.end().await;
    first.await.expect("the first server ends");
    second.await.expect("the second server ends");
    assert_eq!(scene.case_of("4").await.id, scene.case_of("5").await.id);
}
}

on_both! {
async fn an_erasure_reaches_what_is_being_written(ground: Ground) {
    let scene = Scene::new(ground).await.shared();
    scene.hear(&[up(said("1", "bo", "tb", 0, HELP)), up(said("2", "ana", "ta", 0, SPAM))]).await;
    let (case, ana) = (scene.case_of("1").await.id, scene.post("2").await.person_id);
    let both = [up(said("3", "bo", "tb", 10, HELP)), up(said("4", "ana", "ta", 10, SPAM))];
    scene.accept(&scene.office.account.clone(), &both).await;
    let act = Act::on(&scene, case).await;
    let first = server(&scene, Vec::new());
    tokio::time::sleep(A_WHILE).await;
    assert!(!first.is_finished(), "it has written Ana's words, and waits for Bo's case");
    let erasing = {
        let scene = scene.clone();
        tokio::spawn(async move {
            let blobs = BlobStore::new(scene.ground.folder.path().join("blobs"), 1 << 20);
            let (db, now) = (&scene.ground.db, scene.ground.tools.now());
            erasure::erase_person(db, &blobs, scene.office.org, ana, Actor::System, now).await
        })
    };
    tokio::time::sleep(A_WHILE).await;
    act.end().await;
    first.await.expect("the server ends");
    erasing.await.expect("the erasure ends").expect("the erasure goes well");
    let theirs = posts::of_person(&mut scene.read().await, ana, 10).await.expect("posts are read");
    assert_eq!(theirs.len(), 2);
    assert!(theirs.iter().all(|post| post.text.is_empty()), "{theirs:?}");
}
}
