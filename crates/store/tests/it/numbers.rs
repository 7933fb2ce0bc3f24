//! Case numbers have no gaps, and giving them stands in nobody's way.

use std::time::Duration;

use earshot_model::{Actor, CaseId, EventKind, NewEvent};
use earshot_store::{Error, cases, events};
use tokio::sync::oneshot;

use crate::engines::{NOW, TestDb};
use crate::lists::new_case;
use crate::world;

on_both! {
    async fn numbers_have_no_gaps_and_stand_in_the_log(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let tasks = (0..12_usize).map(|n| {
            let it = it.clone();
            tokio::spawn(async move {
                let mut new = Vec::new();
                for _ in 0..=n % 3 {
                    new.push(new_case(&it, &w, it.id()).await);
                }
                let written = it.db.write::<_, Error, _>(w.org, move |tx| {
                    Box::pin(async move {
                        // In two parts, as two rounds of one batch do.
                        let (first, rest) = new.split_at(1);
                        for part in [first, rest] {
                            cases::open_all(tx, part).await?;
                            for case in part {
                                let event = NewEvent::new(NOW, EventKind::CaseOpened, Actor::System);
                                tx.emit(event.case(case.id));
                            }
                        }
                        if n % 4 == 3 { Err(Error::NotFound("reason")) } else { Ok(()) }
                    })
                });
                assert_eq!(written.await.is_err(), n % 4 == 3);
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let mut raw = it.raw().await;
        let numbers = raw.texts("SELECT CAST(number AS TEXT) FROM cases c ORDER BY c.number").await;
        let wanted: Vec<Option<String>> = (1..=numbers.len()).map(|n| Some(n.to_string())).collect();
        assert_eq!(numbers, wanted);
        assert_eq!(numbers.len(), 1 + 24 - 6, "three of the twelve came to nothing");
        let mut conn = it.db.read(w.org).await.unwrap();
        let log = events::since(&mut conn, 0, 1_000).await.unwrap();
        for event in log.iter().filter(|event| event.kind == EventKind::CaseOpened) {
            let data: serde_json::Value = serde_json::from_str(&event.data).unwrap();
            let case = cases::find(&mut conn, event.case_id.unwrap()).await.unwrap();
            assert_eq!(data["number"], case.number);
        }
        events::verify(&mut conn).await.unwrap();
    }
}

/// Holds a case, as an agent's act does, and says so; then writes to the log once it may.
async fn act(
    it: &TestDb,
    w: &world::World,
    told: oneshot::Sender<()>,
    go: oneshot::Receiver<()>,
) -> Result<(), Error> {
    let case: CaseId = w.case;
    it.db
        .write(w.org, move |tx| {
            Box::pin(async move {
                cases::hold(tx, case).await?;
                let _nobody = told.send(());
                let _gone = go.await;
                tx.emit(NewEvent::new(NOW, EventKind::CaseAssigned, Actor::System).case(case));
                Ok(())
            })
        })
        .await
}

on_both! {
    async fn opening_a_case_and_acting_on_another_never_wait_for_each_other(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let new = new_case(&it, &w, it.id()).await;
        let (opened_tx, opened) = oneshot::channel();
        let (go_open, may_open) = oneshot::channel::<()>();
        let opening = {
            let it = it.clone();
            tokio::spawn(async move {
                it.db
                    .write::<_, Error, _>(w.org, move |tx| {
                        Box::pin(async move {
                            cases::open_all(tx, &[new]).await?;
                            let _nobody = opened_tx.send(());
                            let _gone = may_open.await;
                            cases::hold(tx, w.case).await.map(drop)
                        })
                    })
                    .await
            })
        };
        opened.await.unwrap();
        let (told, held) = oneshot::channel();
        let (go_act, may_act) = oneshot::channel::<()>();
        let acting = {
            let it = it.clone();
            tokio::spawn(async move { act(&it, &w, told, may_act).await })
        };
        // On SQLite the act waits for its turn to write.
        let both = tokio::time::timeout(Duration::from_millis(500), held).await.is_ok();
        assert_eq!(both, it.is_postgres());
        go_act.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        go_open.send(()).unwrap();
        acting.await.unwrap().expect("the act goes well");
        opening.await.unwrap().expect("the case is opened");
    }
}
