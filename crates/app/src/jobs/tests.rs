//! A job that fails is tried again, put aside, shown, and done once its cause is mended.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use earshot_model::{FixedClock, Instruments, JobId, OrderedIds, OrgId, SeededNoise, Time};
use earshot_store::Error;
use earshot_store::blobs::BlobStore;
use earshot_store::jobs::{self, Failing, MOST_ATTEMPTS, NewJob, back_off};
use tokio::sync::watch;

use super::{Kind, Worker, ask_for_all};
use crate::housekeeping::tests::{NOW, office};

struct Bench {
    worker: Worker,
    clock: Arc<FixedClock>,
    org: OrgId,
    _stop: watch::Sender<bool>,
    stopped: watch::Receiver<bool>,
}

impl Bench {
    async fn new(folder: &Path) -> Self {
        let (db, engage, _, org) = office(folder).await;
        let clock = Arc::new(FixedClock::new(NOW));
        let tools = Instruments {
            clock: clock.clone(),
            ids: Arc::new(OrderedIds::new(900)),
            noise: Arc::new(SeededNoise::new(3)),
        };
        let blobs = Arc::new(BlobStore::new(folder.join("blobs"), 1 << 20));
        let (stop, stopped) = watch::channel(false);
        let worker = Worker { db, blobs, engage, tools, pause: Duration::from_millis(1) };
        Self { worker, clock, org, _stop: stop, stopped }
    }

    async fn failing(&self) -> Vec<Failing> {
        jobs::failing(&mut self.worker.db.read(self.org).await.unwrap(), 10).await.unwrap()
    }

    async fn once(&self) {
        self.worker.once(&self.stopped).await.unwrap();
    }
}

#[tokio::test]
async fn old_data_that_cannot_go_is_told_and_goes_when_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::new(folder.path()).await;
    let (db, tools) = (&bench.worker.db, &bench.worker.tools);
    // A file lies where the organization's folder of files should be.
    let name: String = bench.org.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let in_the_way = folder.path().join("blobs").join(name);
    std::fs::create_dir_all(folder.path().join("blobs")).unwrap();
    std::fs::write(&in_the_way, "in the way").unwrap();
    ask_for_all(db, tools, bench.org).await.unwrap();
    ask_for_all(db, tools, bench.org).await.unwrap();
    for attempt in 1..=MOST_ATTEMPTS {
        bench.once().await;
        let failing = bench.failing().await;
        let seen: Vec<_> = failing.iter().map(|row| (row.kind.as_str(), row.attempts)).collect();
        assert_eq!(seen, [(Kind::Retention.word(), attempt)], "the other kind worked");
        assert_eq!(failing[0].parked_at.is_some(), attempt == MOST_ATTEMPTS);
        bench.clock.advance(back_off(attempt));
    }
    bench.once().await;
    assert_eq!(bench.failing().await[0].attempts, MOST_ATTEMPTS, "it is not tried any more");
    std::fs::remove_file(&in_the_way).unwrap();
    ask_for_all(db, tools, bench.org).await.unwrap();
    bench.once().await;
    assert!(bench.failing().await.is_empty(), "the next hour does it");
    assert!(db.orgs_with_jobs(tools.now().plus(Time::DAY)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_job_of_a_newer_version_waits_for_it_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::new(folder.path()).await;
    let id: JobId = bench.worker.tools.id();
    let job = NewJob {
        id,
        kind: "tea".to_owned(),
        payload: "{}".to_owned(),
        run_at: NOW,
        dedupe_key: None,
    };
    let db = &bench.worker.db;
    db.write::<_, Error, _>(bench.org, |tx| {
        Box::pin(async move { jobs::enqueue(tx, &job).await.map(drop) })
    })
    .await
    .unwrap();
    bench.once().await;
    let failing = bench.failing().await;
    assert_eq!((failing.len(), failing[0].id), (1, id));
    assert!(failing[0].problem.contains("tea"), "{}", failing[0].problem);
}
