//! Jobs: enqueued with their cause, claimed once, tried again, parked, replayed.

use std::collections::BTreeSet;

use earshot_model::{JobId, OrgId, Time};
use earshot_store::jobs::{self, Failing, Job, MOST_ATTEMPTS, NewJob};
use earshot_store::{Db, Error};

use crate::engines::{NOW, TestDb};

const LEASE: i64 = 30 * Time::SECOND;

fn job(id: JobId, key: Option<&str>) -> NewJob {
    NewJob {
        id,
        kind: "test".to_owned(),
        payload: "{}".to_owned(),
        run_at: NOW,
        dedupe_key: key.map(str::to_owned),
    }
}

async fn enqueue(db: &Db, org: OrgId, job: NewJob, fail: bool) -> Result<bool, Error> {
    db.write(org, move |tx| {
        Box::pin(async move {
            let new = jobs::enqueue(tx, &job).await?;
            if fail { Err(Error::NotFound("cause")) } else { Ok(new) }
        })
    })
    .await
}

async fn fail(db: &Db, org: OrgId, job: Job, now: Time) -> bool {
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { jobs::fail(tx, &job, "it broke", now).await })
    })
    .await
    .unwrap()
}

async fn finish(db: &Db, org: OrgId, job: Job) -> bool {
    db.write::<_, Error, _>(org, move |tx| Box::pin(async move { jobs::finish(tx, &job).await }))
        .await
        .unwrap()
}

async fn again(db: &Db, org: OrgId, id: JobId, now: Time) -> bool {
    db.write::<_, Error, _>(org, move |tx| Box::pin(async move { jobs::again(tx, id, now).await }))
        .await
        .unwrap()
}

async fn failing(it: &TestDb, org: OrgId) -> Vec<Failing> {
    jobs::failing(&mut it.db.read(org).await.unwrap(), 10).await.unwrap()
}

on_both! {
    async fn a_job_exists_only_with_its_cause_and_once(it: TestDb) {
        let org = it.org("acme").await;
        assert!(enqueue(&it.db, org, job(it.id(), Some("a")), true).await.is_err());
        assert!(jobs::claim(&it.db, org, NOW, LEASE, 10).await.unwrap().is_empty());
        assert!(enqueue(&it.db, org, job(it.id(), Some("a")), false).await.unwrap());
        assert!(!enqueue(&it.db, org, job(it.id(), Some("a")), false).await.unwrap());
        assert!(enqueue(&it.db, org, job(it.id(), None), false).await.unwrap());
        assert!(enqueue(&it.db, org, job(it.id(), None), false).await.unwrap());
        assert_eq!(it.db.orgs_with_jobs(NOW).await.unwrap(), [org]);
        assert!(it.db.orgs_with_jobs(NOW.plus(-1)).await.unwrap().is_empty());
        let claimed = jobs::claim(&it.db, org, NOW, LEASE, 10).await.unwrap();
        assert_eq!(claimed.len(), 3);
        for job in claimed {
            assert!(finish(&it.db, org, job).await);
        }
        assert!(enqueue(&it.db, org, job(it.id(), Some("a")), false).await.unwrap());
    }
}

on_both! {
    async fn workers_never_share_a_job(it: TestDb) {
        let org = it.org("acme").await;
        for _ in 0..60 {
            enqueue(&it.db, org, job(it.id(), None), false).await.unwrap();
        }
        let workers = (0..6).map(|_| {
            let it = it.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claimed = jobs::claim(&it.db, org, NOW, LEASE, 4).await.unwrap();
                    if claimed.is_empty() {
                        return mine;
                    }
                    mine.extend(claimed.into_iter().map(|job| job.id));
                }
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 60);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 60);
    }
}

on_both! {
    async fn a_failing_job_waits_longer_each_time_then_parks_and_replays(it: TestDb) {
        let org = it.org("acme").await;
        enqueue(&it.db, org, job(it.id(), None), false).await.unwrap();
        let mut now = NOW;
        for attempt in 1..=MOST_ATTEMPTS {
            let claimed = jobs::claim(&it.db, org, now, LEASE, 10).await.unwrap();
            assert_eq!(claimed[0].attempts, attempt);
            let parked = fail(&it.db, org, claimed[0].clone(), now).await;
            assert_eq!(parked, attempt == MOST_ATTEMPTS);
            let wait = jobs::back_off(attempt);
            let early = jobs::claim(&it.db, org, now.plus(wait - 1), LEASE, 10).await.unwrap();
            assert!(early.is_empty(), "attempt {attempt} waits its time");
            now = now.plus(wait);
        }
        assert!(jobs::claim(&it.db, org, now.plus(Time::DAY), LEASE, 10).await.unwrap().is_empty());
        let parked = failing(&it, org).await;
        assert_eq!(parked.len(), 1);
        assert_eq!(parked[0].problem, "it broke");
        assert!(parked[0].parked_at.is_some());
        assert!(again(&it.db, org, parked[0].id, now).await);
        let claimed = jobs::claim(&it.db, org, now, LEASE, 10).await.unwrap();
        assert_eq!(claimed[0].attempts, 1);
        assert!(!again(&it.db, org, parked[0].id, now).await, "somebody works at it");
        assert!(finish(&it.db, org, claimed[0].clone()).await);
        assert!(failing(&it, org).await.is_empty());
    }
}

on_both! {
    async fn a_job_that_waits_for_its_next_try_can_be_told_to_run_now(it: TestDb) {
        let org = it.org("acme").await;
        let whole = job(it.id(), None);
        enqueue(&it.db, org, whole.clone(), false).await.unwrap();
        assert!(!again(&it.db, org, whole.id, NOW).await, "it has not failed");
        let claimed = jobs::claim(&it.db, org, NOW, LEASE, 1).await.unwrap().remove(0);
        assert!(!fail(&it.db, org, claimed, NOW).await);
        let waiting = failing(&it, org).await.remove(0);
        assert_eq!((waiting.parked_at, waiting.run_at), (None, NOW.plus(jobs::back_off(1))));
        assert!(again(&it.db, org, whole.id, NOW).await);
        assert_eq!(jobs::claim(&it.db, org, NOW, LEASE, 1).await.unwrap().len(), 1);
    }
}

on_both! {
    async fn what_is_asked_for_every_hour_runs_again_after_it_was_parked(it: TestDb) {
        let (org, other) = (it.org("acme").await, it.org("other").await);
        for whose in [org, other] {
            assert!(enqueue(&it.db, whose, job(it.id(), Some("hourly")), false).await.unwrap());
        }
        let mut now = NOW;
        for attempt in 1..=MOST_ATTEMPTS {
            let claimed = jobs::claim(&it.db, org, now, LEASE, 1).await.unwrap().remove(0);
            fail(&it.db, org, claimed, now).await;
            now = now.plus(jobs::back_off(attempt));
        }
        assert!(jobs::claim(&it.db, org, now, LEASE, 1).await.unwrap().is_empty());
        let next = NewJob { run_at: now, ..job(it.id(), Some("hourly")) };
        assert!(enqueue(&it.db, org, next.clone(), false).await.unwrap());
        assert!(!enqueue(&it.db, org, next, false).await.unwrap(), "it waits already");
        let claimed = jobs::claim(&it.db, org, now, LEASE, 9).await.unwrap();
        assert_eq!(claimed.iter().map(|job| job.attempts).collect::<Vec<_>>(), [1]);
    }
}

on_both! {
    async fn a_dead_workers_job_is_claimed_again_and_its_late_answer_does_not_count(it: TestDb) {
        let org = it.org("acme").await;
        enqueue(&it.db, org, job(it.id(), None), false).await.unwrap();
        let late = jobs::claim(&it.db, org, NOW, LEASE, 1).await.unwrap().remove(0);
        let mut now = NOW.plus(LEASE);
        let second = jobs::claim(&it.db, org, now, LEASE, 1).await.unwrap().remove(0);
        assert_eq!((late.id, second.attempts), (second.id, 2));
        assert!(!finish(&it.db, org, late.clone()).await, "the first worker is too late");
        assert!(!fail(&it.db, org, late, now).await);
        for _ in 2..MOST_ATTEMPTS {
            now = now.plus(LEASE);
            assert_eq!(jobs::claim(&it.db, org, now, LEASE, 1).await.unwrap().len(), 1);
        }
        now = now.plus(LEASE);
        assert!(jobs::claim(&it.db, org, now, LEASE, 1).await.unwrap().is_empty());
        assert!(failing(&it, org).await[0].problem.contains("worker ended"));
    }
}
