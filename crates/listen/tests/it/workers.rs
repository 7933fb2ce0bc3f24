//! Poison, several workers, and an import beside live posts.

use earshot_listen::Listen;
use earshot_listen::import::threads::rebuild;
use earshot_store::events;
use earshot_store::inbox::{self, Delivery};
use earshot_testkit::on_both;

use crate::history::tweets;
use crate::scene::{HELP, Scene, said, up};

on_both! {
async fn poison_is_put_aside_and_blocks_nobody(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (account, now) = (scene.office.account.id, scene.ground.tools.now());
    let bad = [r#"{"event":"surprise"}"#, r#"{"event":"status","sent":"00000000-0000-0000-0000-000000000000","state":"sent"}"#];
    let rows = bad.iter().enumerate().map(|(n, payload)| Delivery {
        id: scene.ground.tools.id(),
        account_id: account,
        event_key: format!("bad:{n}"),
        payload: (*payload).to_owned(),
    });
    let rows: Vec<Delivery> = rows.collect();
    scene.ground.db
        .write::<_, earshot_store::Error, _>(scene.office.org, move |tx| {
            Box::pin(inbox::insert(tx, rows, now))
        })
        .await
        .expect("stored");
    scene.accept(&scene.office.account.clone(), &[up(said("1", "ana", "t", 0, HELP))]).await;
    assert!(scene.listen.work_for(scene.office.org).await.expect("a first look"));
    scene.case_of("1").await;
    assert_eq!(scene.backlog().await, 2, "both are tried again");
    scene.work().await;
    assert_eq!(scene.backlog().await, 0, "parked");
    let parked = inbox::parked(&mut scene.read().await, account).await.expect("a number");
    assert_eq!(parked, 2, "somebody can ask");
}
}

on_both! {
async fn two_workers_share_the_work(ground: Ground) {
    let scene = Scene::new(ground).await.shared();
    // Every author writes in two conversations at once, so that both workers meet the same strangers.
    for batch in 0..10 {
        let events: Vec<_> = (0..40)
            .map(|n| {
                let id = format!("{batch}-{n}");
                up(said(&id, &format!("author{}", n / 2 + batch % 2), &format!("t{id}"), n, HELP))
            })
            .collect();
        scene.accept(&scene.office.account.clone(), &events).await;
    }
    let workers: Vec<_> = (0..3)
        .map(|_| {
            let (scene, listen) = (scene.clone(), Listen::new(scene.ground.db.clone(), scene.ground.tools.clone()));
            tokio::spawn(async move {
                while scene.backlog().await > 0 {
                    // A worker that stands in another's way comes again.
                    if let Err(error) = listen.work_for(scene.office.org).await {
                        assert!(error.is_passing(), "{error}");
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("a worker ends well");
    }
    for batch in 0..10 {
        for n in 0..40 {
            scene.case_of(&format!("{batch}-{n}")).await;
        }
    }
    let mut conn = scene.read().await;
    let all = events::since(&mut conn, 0, 10_000).await.expect("events");
    let received = all.iter().filter(|event| event.kind.word().contains("received")).count();
    let opened = all.iter().filter(|event| event.kind.word().contains("opened")).count();
    assert_eq!((received, opened), (400, 400));
    events::verify(&mut conn).await.expect("the chain holds");
}
}

on_both! {
async fn an_import_runs_while_live_posts_come_in(ground: Ground) {
    let scene = Scene::new(ground).await.shared();
    let rows: String = (1..=600)
        .map(|n| format!("{n}\tc{}\tTrue\tTue Oct 31 22:{:02}:47 +0000 2017\t\t\t@brandx where is my parcel {n}?\n", n % 50, n % 60))
        .collect();
    let importing = {
        let scene = scene.clone();
        tokio::spawn(async move {
            let (tweets, broken) = tweets(&rows);
            assert_eq!(broken, 0);
            let history = rebuild(tweets);
            scene.listen.import(scene.office.org, history, &|_, _| ()).await
        })
    };
    for n in 0..60 {
        scene.hear(&[up(said(&format!("live{n}"), &format!("c{}", n % 50), &format!("t{n}"), n, HELP))]).await;
    }
    let summary = importing.await.expect("the import ends").expect("the import goes well");
    assert_eq!((summary.new, summary.duplicate), (600, 0));
    for n in 0..60 {
        assert!(!scene.post(&format!("live{n}")).await.imported);
    }
    events::verify(&mut scene.read().await).await.expect("the chain holds");
}
}
