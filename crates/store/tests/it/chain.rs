//! Group commit and the hash chain.

use std::sync::atomic::{AtomicBool, Ordering};

use earshot_model::{Actor, EventKind, NewEvent, OrgId};
use earshot_store::{Db, Error, Tx, events, organizations};
use serde_json::json;

use crate::engines::{NOW, Place, Raw, TestDb};

fn numbered(n: usize) -> NewEvent {
    NewEvent::new(NOW, EventKind::SetupChanged, Actor::System).data(json!({ "n": n }))
}

/// Writes a setting and an event; fails or panics when told.
async fn write(db: &Db, org: OrgId, n: usize, end: fn() -> Result<(), Error>) -> Result<(), Error> {
    db.write(org, move |tx: &mut Tx| {
        Box::pin(async move {
            organizations::set_setting(tx, "last", &n.to_string()).await?;
            tx.emit(numbered(n));
            end()
        })
    })
    .await
}

on_both! {
    async fn a_failing_closure_rolls_back_alone(it: TestDb) {
        let org = it.org("acme").await;
        let fail: fn() -> Result<(), Error> = || Err(Error::NotFound("reason"));
        let ok: fn() -> Result<(), Error> = || Ok(());
        let writes = (0..60).map(|n| {
            let it = it.clone();
            tokio::spawn(async move {
                let end = if n % 3 == 0 { fail } else { ok };
                write(&it.db, org, n, end).await
            })
        });
        for (n, task) in writes.collect::<Vec<_>>().into_iter().enumerate() {
            assert_eq!(task.await.unwrap().is_err(), n % 3 == 0, "closure {n}");
        }
        let mut conn = it.db.read(org).await.unwrap();
        let log = events::since(&mut conn, 1, 1000).await.unwrap();
        assert_eq!(log.len(), 40);
        for event in &log {
            let data: serde_json::Value = serde_json::from_str(&event.data).unwrap();
            assert_ne!(data["n"].as_i64().unwrap() % 3, 0, "a failed closure left no event");
        }
        assert_eq!(events::verify(&mut conn).await.unwrap(), 41);
    }
}

on_both! {
    async fn a_panic_in_a_closure_harms_nobody(it: TestDb) {
        let org = it.org("acme").await;
        static HIT: AtomicBool = AtomicBool::new(false);
        let task = {
            let it = it.clone();
            tokio::spawn(async move {
                let end: fn() -> Result<(), Error> = || {
                    HIT.store(true, Ordering::SeqCst);
                    panic!("on purpose")
                };
                write(&it.db, org, 1, end).await
            })
        };
        assert!(matches!(task.await.unwrap(), Err(Error::Panicked)));
        assert!(HIT.load(Ordering::SeqCst), "the panic happened");
        write(&it.db, org, 2, || Ok(())).await.unwrap();
        let mut conn = it.db.read(org).await.unwrap();
        let last = organizations::setting(&mut conn, "last").await.unwrap();
        assert_eq!(last.as_deref(), Some("2"));
        assert_eq!(events::verify(&mut conn).await.unwrap(), 2);
    }
}

on_both! {
    async fn interleaved_commits_are_durable_gapless_and_in_order(it: TestDb) {
        const EACH: usize = 40;
        let orgs = [it.org("acme").await, it.org("zeta").await];
        let mut told = it.db.commits();
        let tasks = (0..16).map(|task| {
            let it = it.clone();
            tokio::spawn(async move {
                for n in 0..EACH {
                    write(&it.db, orgs[task % 2], task * EACH + n, || Ok(())).await.unwrap();
                    if n % 7 == 0 {
                        tokio::task::yield_now().await;
                    }
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        for org in orgs {
            let mut conn = it.db.read(org).await.unwrap();
            let log = events::since(&mut conn, 0, 10_000).await.unwrap();
            let numbers: Vec<i64> = log.iter().map(|event| event.seq).collect();
            let wanted: Vec<i64> = (1..=i64::try_from(1 + 8 * EACH).unwrap()).collect();
            assert_eq!(numbers, wanted, "no gap, no double");
            assert_eq!(events::verify(&mut conn).await.unwrap(), *wanted.last().unwrap());
            // Each task's own events stand in the order in which it was answered.
            for task in (0..16).filter(|task| orgs[task % 2] == org) {
                let own: Vec<usize> = log
                    .iter()
                    .filter_map(|event| {
                        let data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
                        usize::try_from(data["n"].as_u64()?).ok()
                    })
                    .filter(|n| n / EACH == task)
                    .collect();
                let wanted: Vec<usize> = (task * EACH..(task + 1) * EACH).collect();
                assert_eq!(own, wanted, "task {task}");
            }
        }
        let mut commits = 0;
        while told.try_recv().is_ok() {
            commits += 1;
        }
        assert_eq!(commits, 16 * EACH, "every commit was told");
    }
}

on_both! {
    async fn what_was_answered_is_there_after_reopening(it: TestDb) {
        let org = it.org("acme").await;
        for n in 0..10 {
            write(&it.db, org, n, || Ok(())).await.unwrap();
        }
        let again = match &it.place {
            Place::Sqlite(file) => Db::open_sqlite(file).await.unwrap(),
            Place::Postgres(at) => Db::open_postgres_with(&at.url(), 1).await.unwrap(),
        };
        let mut conn = again.read(org).await.unwrap();
        assert_eq!(events::verify(&mut conn).await.unwrap(), 11);
        drop(conn);
        again.close().await;
    }
}

/// Where the walk stops, or `None` when all is well.
async fn broken_at(it: &TestDb, org: OrgId) -> Option<i64> {
    match events::verify(&mut it.db.read(org).await.unwrap()).await {
        Ok(_) => None,
        Err(Error::BrokenChain { seq, .. }) => Some(seq),
        Err(other) => panic!("{other}"),
    }
}

/// Runs `change`, looks where the walk stops, and puts everything back.
async fn tampered(it: &TestDb, raw: &mut Raw, org: OrgId, change: &str) -> Option<i64> {
    raw.run("DROP TABLE IF EXISTS kept").await;
    raw.run("CREATE TABLE kept AS SELECT * FROM events").await;
    raw.run(change).await;
    let found = broken_at(it, org).await;
    raw.run("DELETE FROM events").await;
    raw.run("INSERT INTO events SELECT * FROM kept").await;
    assert_eq!(broken_at(it, org).await, None, "put back");
    found
}

on_both! {
    async fn tampering_is_found_at_its_number(it: TestDb) {
        let org = it.org("acme").await;
        for n in 0..30 {
            write(&it.db, org, n, || Ok(())).await.unwrap();
        }
        let mut raw = it.raw().await;
        assert_eq!(broken_at(&it, org).await, None);
        for (change, seq) in [
            ("UPDATE events SET data = '{\"n\":999}' WHERE seq = 17", 17),
            ("UPDATE events SET at = at + 1 WHERE seq = 1", 1),
            ("UPDATE events SET actor = 'import' WHERE seq = 31", 31),
            ("UPDATE events SET kind = 'case.closed' WHERE seq = 5", 5),
            ("UPDATE events SET digest = hash WHERE seq = 8", 8),
            ("UPDATE events SET post_id = org_id WHERE seq = 9", 9),
            ("UPDATE events SET case_id = org_id WHERE seq = 9", 9),
            ("DELETE FROM events WHERE seq = 20", 20),
            ("DELETE FROM events WHERE seq = 31", 31),
            ("DELETE FROM events WHERE seq = 1", 1),
            ("UPDATE events SET seq = 1000 WHERE seq = 11; UPDATE events SET seq = 11 WHERE seq = 12;
              UPDATE events SET seq = 12 WHERE seq = 1000", 11),
        ] {
            assert_eq!(tampered(&it, &mut raw, org, change).await, Some(seq), "{change}");
        }
        raw.run("DROP TABLE kept").await;
    }
}
