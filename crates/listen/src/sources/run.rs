//! The loop that keeps all sources read.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use earshot_model::{AccountId, OrgId, SourceId, Time};
use earshot_store::sources::{self, Due, Source};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Reading;
use super::hear::HELD;
use crate::{Error, Listen, Result};

/// So often the loop looks for what is due.
const TICK: Duration = Duration::from_millis(500);
/// How soon a stream is claimed again whose older claim is not over yet, in microseconds.
const SOON: i64 = Time::SECOND;
/// So long a stop waits for pages that are under way; what is left is read after the start.
const LAST_WAIT: Duration = Duration::from_secs(5);

/// What is at work in this process, so that it does not begin twice.
struct AtWork<T>(Arc<Mutex<HashSet<T>>>);

impl<T: Eq + Hash + Copy> AtWork<T> {
    fn new() -> Self {
        Self(Arc::default())
    }

    /// A mark that goes when it is dropped; nothing while another stands.
    fn begin(&self, what: T) -> Option<Mark<T>> {
        let fresh = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(what);
        fresh.then(|| Mark { what, all: Arc::clone(&self.0) })
    }
}

struct Mark<T: Eq + Hash> {
    what: T,
    all: Arc<Mutex<HashSet<T>>>,
}

impl<T: Eq + Hash> Drop for Mark<T> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.what);
    }
}

/// How long each stream was left alone the last time.
type Waits = Arc<Mutex<HashMap<SourceId, i64>>>;

impl Listen {
    /// Reads and hears all sources of all organizations until `stop` says so.
    pub async fn run_sources(self, reading: Reading, mut stop: watch::Receiver<bool>) {
        let (readers, hearers) = (AtWork::new(), AtWork::new());
        let (mut tasks, waits) = (JoinSet::new(), Waits::default());
        while !*stop.borrow() {
            if let Err(error) = self.begin_reading(&reading, &readers, &mut tasks, &stop).await {
                tracing::warn!(%error, "the sources could not be looked at; trying again");
            }
            let begun = self.begin_hearing(&reading, &hearers, &waits, &mut tasks, &stop).await;
            if let Err(error) = begun {
                tracing::warn!(%error, "the streams could not be looked at; trying again");
            }
            while tasks.try_join_next().is_some() {}
            tokio::select! {
                _ = stop.changed() => {}
                () = tokio::time::sleep(TICK) => {}
            }
        }
        let rest = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WAIT, rest).await.is_err() {
            tracing::info!(
                "channels did not answer before the stop; they are read after the start"
            );
        }
    }

    async fn begin_reading(
        &self,
        reading: &Reading,
        at_work: &AtWork<AccountId>,
        tasks: &mut JoinSet<()>,
        stop: &watch::Receiver<bool>,
    ) -> Result<()> {
        for Due { org_id, account_id } in self.db.accounts_to_read(self.tools.now()).await? {
            let Some(mark) = at_work.begin(account_id) else { continue };
            let (listen, reading, stop) = (self.clone(), reading.clone(), stop.clone());
            tasks.spawn(async move {
                let _mark = mark;
                listen.read_all(&reading, org_id, account_id, &stop).await;
            });
        }
        Ok(())
    }

    /// Reads an account until nothing of it is due.
    async fn read_all(
        &self,
        reading: &Reading,
        org: OrgId,
        account: AccountId,
        stop: &watch::Receiver<bool>,
    ) {
        while !*stop.borrow() {
            match self.read_next(reading, org, account).await {
                Ok(true) | Err(Error::NotOurs) => {}
                Ok(false) => return,
                Err(error) => {
                    // The lease keeps it from being tried again at once.
                    tracing::warn!(%account, %error, "a page could not be kept; it is read again");
                    return;
                }
            }
        }
    }

    async fn begin_hearing(
        &self,
        reading: &Reading,
        at_work: &AtWork<SourceId>,
        waits: &Waits,
        tasks: &mut JoinSet<()>,
        stop: &watch::Receiver<bool>,
    ) -> Result<()> {
        for Due { org_id, account_id } in self.db.accounts_to_stream(self.tools.now()).await? {
            while let Some(source) = self.claim_stream(org_id, account_id).await? {
                let Some(mark) = at_work.begin(source.id) else {
                    // It is heard here under an older claim, which is good no more and ends with the next
                    // word: then it is opened anew.
                    self.give_back(org_id, source, SOON).await?;
                    break;
                };
                let (listen, reading, stop) = (self.clone(), reading.clone(), stop.clone());
                let waits = Arc::clone(waits);
                tasks.spawn(async move {
                    let _mark = mark;
                    listen.hear_one(&reading, org_id, source, &waits, stop).await;
                });
            }
        }
        Ok(())
    }

    async fn claim_stream(&self, org: OrgId, account: AccountId) -> Result<Option<Source>> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    Ok(sources::claim_stream(tx, account, now, now.plus(HELD)).await?)
                })
            })
            .await
    }

    async fn hear_one(
        &self,
        reading: &Reading,
        org: OrgId,
        source: Source,
        waits: &Waits,
        mut stop: watch::Receiver<bool>,
    ) {
        let (id, account) = (source.id, source.account_id);
        let known = |waits: &Waits| {
            waits.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied().unwrap_or(0)
        };
        match self.hear(reading, org, source, known(waits), &mut stop).await {
            Ok(wait) => {
                waits.lock().unwrap_or_else(PoisonError::into_inner).insert(id, wait);
            }
            Err(error) => {
                tracing::warn!(%account, %error, "a stream broke off; it is opened again");
            }
        }
    }
}
