//! Plans for a crisis: saved over what somebody saw, one at work at a time.

use earshot_model::{CrisisId, Time};
use earshot_store::crises::{self, Crisis};
use earshot_store::{Error, Result};

use crate::engines::{NOW, TestDb};
use crate::world::{self, World};

fn plan(id: CrisisId, version: i64) -> Crisis {
    Crisis {
        id,
        name: "Recall".to_owned(),
        words: "recall".to_owned(),
        tag: "recall".to_owned(),
        queue: String::new(),
        urgent: true,
        word_from: "supervisor".to_owned(),
        notice: String::new(),
        holding: "We look into it.".to_owned(),
        version,
        changed_at: NOW,
        started_at: None,
    }
}

async fn save(it: &TestDb, w: &World, plan: Crisis) -> Result<()> {
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { crises::save(tx, &plan).await })
        })
        .await
}

async fn start(it: &TestDb, w: &World, id: CrisisId) -> Result<bool> {
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { crises::start(tx, id, NOW).await })
        })
        .await
}

async fn at_work(it: &TestDb, w: &World) -> Option<CrisisId> {
    let found = crises::at_work(&mut it.db.read(w.org).await.unwrap()).await.unwrap();
    found.map(|plan| plan.id)
}

on_both! {
    async fn one_plan_is_at_work_at_a_time(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let other = world::build(&it, "zeta", "other").await;
        let (first, second): (CrisisId, CrisisId) = (it.id(), it.id());
        save(&it, &w, plan(first, 0)).await.unwrap();
        save(&it, &w, plan(second, 0)).await.unwrap();
        assert!(start(&it, &w, first).await.unwrap());
        assert!(!start(&it, &w, second).await.unwrap(), "another one is");
        assert!(!start(&it, &other, first).await.unwrap(), "it is nobody else's");
        assert_eq!((at_work(&it, &w).await, at_work(&it, &other).await), (Some(first), None));
        // Two switches at the same moment: the database keeps them apart.
        let both = it.raw().await.try_run("UPDATE crises SET started_at = 1").await;
        assert!(both.is_err(), "two are at work");

        // A plan that is at work may be changed, and not taken away.
        save(&it, &w, Crisis { words: "recall OR fire".to_owned(), ..plan(first, 1) }).await.unwrap();
        assert_eq!(at_work(&it, &w).await, Some(first));
        let stale = save(&it, &w, plan(first, 1)).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
        let away = |id| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { crises::remove(tx, id).await })
            })
        };
        assert!(!away(first).await.unwrap());
        assert!(away(second).await.unwrap());
        let end = || {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { crises::end(tx, first).await })
            })
        };
        assert!(end().await.unwrap());
        assert!(!end().await.unwrap());
        assert_eq!(at_work(&it, &w).await, None);
        let kept = crises::all(&mut it.db.read(w.org).await.unwrap()).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|one| (one.words.as_str(), one.version)).collect();
        assert_eq!(kept, [("recall OR fire", 2), ("strike", 1)]);
    }
}

on_both! {
    async fn answers_of_people_who_may_let_none_go_are_counted(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut conn = it.db.read(w.org).await.unwrap();
        let (from, to) = (NOW, NOW.plus(1));
        let slowed = crises::slowed(&mut conn, from, to).await.unwrap();
        assert_eq!((slowed.answers, slowed.writers), (2, 1));
        let before = crises::slowed(&mut conn, Time(0), NOW).await.unwrap();
        assert_eq!((before.answers, before.writers), (0, 0));
    }
}
