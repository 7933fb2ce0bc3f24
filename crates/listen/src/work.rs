//! Takes what waits in the inbox through the stages, forever.

use std::time::Duration;

use earshot_model::{ChannelEvent, OrgId};
use earshot_store::inbox::{self, Waiting};
use tokio::sync::watch;

use crate::apply::{Context, Tally, apply};
use crate::judge::{Incoming, Mode, judge};
use crate::{Listen, Result};

/// How many deliveries one transaction takes at most: enough to share the cost of a commit, few
/// enough that nobody else's write waits long.
const BATCH: i64 = 256;
/// How long to rest when nothing waits, unless somebody wakes us.
const REST: Duration = Duration::from_millis(500);

impl Listen {
    /// Works until `stop` says so.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let worked = match self.work_once().await {
                Ok(worked) => worked,
                Err(error) => {
                    tracing::error!(%error, "a batch of the inbox failed; it is tried again");
                    tokio::time::sleep(REST).await;
                    false
                }
            };
            if !worked {
                tokio::select! {
                    () = self.wake.notified() => {}
                    () = tokio::time::sleep(REST) => {}
                    _ = stop.changed() => {}
                }
            }
        }
    }

    /// Takes one batch of every organization. Gives whether anything waited.
    ///
    /// # Errors
    /// As the store; what waited still waits.
    pub async fn work_once(&self) -> Result<bool> {
        let mut worked = false;
        for org in self.db.orgs_with_inbox().await? {
            worked |= self.work_org(org).await?;
        }
        Ok(worked)
    }

    async fn work_org(&self, org: OrgId) -> Result<bool> {
        let mut conn = self.db.read(org).await?;
        let rows = inbox::waiting(&mut conn, BATCH).await?;
        drop(conn);
        if rows.is_empty() {
            return Ok(false);
        }
        match self.work_rows(org, rows.clone()).await {
            Ok(_) => Ok(true),
            Err(error) if rows.len() > 1 => {
                // One of them is poison: find it by taking them one by one.
                tracing::warn!(%error, "a batch failed as a whole; taking its rows one by one");
                for row in rows {
                    self.work_alone(org, row).await?;
                }
                Ok(true)
            }
            Err(error) => {
                for row in rows {
                    self.put_aside(org, row.id, error.to_string()).await?;
                }
                Ok(true)
            }
        }
    }

    async fn work_alone(&self, org: OrgId, row: Waiting) -> Result<()> {
        let id = row.id.clone();
        if let Err(error) = self.work_rows(org, vec![row]).await {
            self.put_aside(org, id, error.to_string()).await?;
        }
        Ok(())
    }

    async fn put_aside(&self, org: OrgId, id: Vec<u8>, problem: String) -> Result<()> {
        tracing::warn!(problem, "a delivery could not be worked on");
        self.db
            .write(org, move |tx| Box::pin(async move { inbox::fail(tx, &id, &problem).await }))
            .await?;
        Ok(())
    }

    async fn work_rows(&self, org: OrgId, rows: Vec<Waiting>) -> Result<Tally> {
        let mut batch = Vec::with_capacity(rows.len());
        for row in rows {
            match serde_json::from_str::<ChannelEvent>(&row.payload) {
                Ok(event) => batch.push(Incoming {
                    row: Some(row.id),
                    account: row.account_id,
                    event,
                    received_at: row.received_at,
                    past: None,
                }),
                Err(problem) => self.put_aside(org, row.id, problem.to_string()).await?,
            }
        }
        self.take(org, batch, Mode::Live).await
    }

    /// Judges and applies a batch.
    pub(crate) async fn take(&self, org: OrgId, batch: Vec<Incoming>, mode: Mode) -> Result<Tally> {
        let stages = self.stages(org).await?;
        let judged = judge(&self.db, org, &stages, batch, mode).await?;
        let mut conn = self.db.read(org).await?;
        let mut context = Context::new(&mut conn, stages, self.tools.clone(), mode).await?;
        drop(conn);
        self.db
            .write(org, move |tx| Box::pin(async move { apply(tx, &mut context, judged).await }))
            .await
    }
}
