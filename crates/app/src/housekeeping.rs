//! What a server does by itself for the data that it keeps: who was erased stays erased, and every
//! hour it asks for the jobs by which old data goes and posted expectations are checked.

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;
use std::time::Duration;

use earshot_engage::Engage;
use earshot_model::Instruments;
use earshot_store::blobs::BlobStore;
use earshot_store::{Db, erasure};
use tokio::sync::watch;

use crate::jobs;
use crate::workers::rest;

/// How soon after its start a server does it first: servers that are started often do it, too.
const SOON: Duration = Duration::from_secs(60);
/// How often it is done from then on.
const HOUR: Duration = Duration::from_secs(3600);

/// What it needs.
pub(crate) struct Housekeeping {
    pub(crate) db: Arc<Db>,
    pub(crate) blobs: Arc<BlobStore>,
    pub(crate) engage: Engage,
    pub(crate) tools: Instruments,
    /// How long to rest before the first time.
    pub(crate) first: Duration,
    /// How long to rest before each other time.
    pub(crate) then: Duration,
}

impl Housekeeping {
    /// Soon after the start, and every hour from then on.
    pub(crate) const fn new(
        db: Arc<Db>,
        blobs: Arc<BlobStore>,
        engage: Engage,
        tools: Instruments,
    ) -> Self {
        Self { db, blobs, engage, tools, first: SOON, then: HOUR }
    }

    /// Does it until it is time to stop.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut pause = self.first;
        loop {
            let micros = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
            self.engage.keeps_house_at(self.tools.now().plus(micros));
            if !rest(&mut stop, pause).await {
                return;
            }
            self.once().await;
            pause = self.then;
        }
    }

    async fn once(&self) {
        let now = self.tools.now();
        match erasure::keep(&self.db, &self.blobs, now).await {
            Ok(done) => {
                for held in done.held {
                    tracing::warn!(person = %held.person, "a legal hold stands against an erasure");
                }
            }
            Err(error) => tracing::error!(%error, "the list of erasures is not up to date"),
        }
        let organizations = match self.db.organizations().await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "cannot ask for the organizations");
                return;
            }
        };
        for (org, _) in organizations {
            if let Err(error) = jobs::ask_for_all(&self.db, &self.tools, org).await {
                tracing::error!(%error, "the hourly jobs could not be asked for; they are in an hour");
            }
        }
    }
}
