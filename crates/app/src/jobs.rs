//! Works off the jobs that are due: one after the other, tried again when they fail, and put aside
//! where a person sees them when they fail for good.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use earshot_engage::Engage;
use earshot_model::{Instruments, OrgId, Time};
use earshot_store::blobs::BlobStore;
use earshot_store::jobs::{self, Job, NewJob};
use earshot_store::{Db, Error, retention};
use tokio::sync::watch;

use crate::workers::rest;

/// How long a job is one worker's. A server that ended in the middle of one loses it after that time;
/// each of these jobs may be done twice without harm.
const LEASE: i64 = 15 * Time::MINUTE;

/// What is done for an organization every hour, as a job: of two servers on one database one does it,
/// and what fails is tried again and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Data past its time goes.
    Retention,
    /// What was posted about opening hours and answer times is compared with what is true.
    Expectations,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Retention, Self::Expectations];

    /// Its name in the database, and of its words on the screen.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Expectations => "expectations",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Asks for every kind of job of an organization. One that waits or runs already stays as it is.
///
/// # Errors
/// As the database.
pub(crate) async fn ask_for_all(db: &Db, tools: &Instruments, org: OrgId) -> Result<(), Error> {
    let now = tools.now();
    let wanted = Kind::ALL.map(|kind| NewJob {
        id: tools.id(),
        kind: kind.word().to_owned(),
        payload: "{}".to_owned(),
        run_at: now,
        dedupe_key: Some("hourly".to_owned()),
    });
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move {
            for job in &wanted {
                jobs::enqueue(tx, job).await?;
            }
            Ok(())
        })
    })
    .await
}

/// What it needs.
pub(crate) struct Worker {
    pub(crate) db: Arc<Db>,
    pub(crate) blobs: Arc<BlobStore>,
    pub(crate) engage: Engage,
    pub(crate) tools: Instruments,
    /// How long to rest between two looks at what is due.
    pub(crate) pause: Duration,
}

impl Worker {
    /// Works until it is time to stop.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        while rest(&mut stop, self.pause).await {
            if let Err(error) = self.once(&stop).await {
                tracing::error!(%error, "due jobs could not be asked for; they are in a second");
            }
        }
    }

    /// Does what is due now.
    async fn once(&self, stop: &watch::Receiver<bool>) -> Result<(), Error> {
        for org in self.db.orgs_with_jobs(self.tools.now()).await? {
            while !*stop.borrow() {
                let claimed = jobs::claim(&self.db, org, self.tools.now(), LEASE, 1).await?;
                let Some(job) = claimed.into_iter().next() else { break };
                self.work_off(org, job).await?;
            }
        }
        Ok(())
    }

    async fn work_off(&self, org: OrgId, job: Job) -> Result<(), Error> {
        let done = self.does(org, &job.kind).await;
        let now = self.tools.now();
        let kind = job.kind.clone();
        let parked = self
            .db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    match done {
                        // Another worker has it by now and does it once more.
                        Ok(()) => jobs::finish(tx, &job).await.map(|_| None),
                        Err(problem) => {
                            let parked = jobs::fail(tx, &job, &problem, now).await?;
                            Ok(Some((parked, problem)))
                        }
                    }
                })
            })
            .await?;
        match parked {
            None => {}
            Some((true, problem)) => tracing::error!(
                kind,
                problem,
                "a job failed for good; the page of kept data in the settings shows it"
            ),
            Some((false, problem)) => {
                tracing::warn!(kind, problem, "a job failed; it is tried again");
            }
        }
        Ok(())
    }

    /// Does one job. Gives why it could not be done.
    async fn does(&self, org: OrgId, kind: &str) -> Result<(), String> {
        match Kind::parse(kind) {
            Some(Kind::Retention) => retention::run(&self.db, &self.blobs, org, self.tools.now())
                .await
                .map(drop)
                .map_err(|error| error.to_string()),
            Some(Kind::Expectations) => {
                let checked = self.engage.check_expectations_as(org).await;
                checked.map(drop).map_err(|error| error.to_string())
            }
            None => Err(format!("this version of Earshot knows no job named {kind}: update it")),
        }
    }
}
