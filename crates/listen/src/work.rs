//! Takes what waits in the inbox through the stages, forever.

use std::time::Duration;

use earshot_model::{ChannelEvent, OrgId};
use earshot_store::inbox::{self, Waiting};
use tokio::sync::watch;

use crate::apply::{Context, Tally, apply};
use crate::judge::{Incoming, Mode, judge};
use crate::{Error, Listen, Result, Stages};

/// How many deliveries one transaction takes at most: enough to share the cost of a commit, few
/// enough that nobody else's write waits long.
const BATCH: i64 = 256;
/// How often a batch that stands in somebody's way is tried.
const TRIES: u32 = 5;
/// How long to rest before the second try; each later rest is twice as long.
const FIRST_REST: Duration = Duration::from_millis(10);
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

    /// Takes one batch of every organization. Gives whether anything was worked on.
    ///
    /// # Errors
    /// The first that an organization met, after all others had their turn; what waited still waits.
    pub async fn work_once(&self) -> Result<bool> {
        let mut worked = Ok(false);
        for org in self.db.orgs_with_inbox().await? {
            match (self.work_for(org).await, &mut worked) {
                (Ok(more), Ok(any)) => *any |= more,
                (Err(error), Ok(_)) => worked = Err(error),
                (_, Err(_)) => {}
            }
        }
        worked
    }

    /// Takes one batch of one organization. Gives whether anything was worked on: false also when
    /// another worker holds all that waits.
    ///
    /// # Errors
    /// As the store; what waited still waits.
    pub async fn work_for(&self, org: OrgId) -> Result<bool> {
        let mut conn = self.db.read(org).await?;
        let rows = inbox::waiting(&mut conn, BATCH).await?;
        drop(conn);
        if rows.is_empty() {
            return Ok(false);
        }
        match self.work_rows(org, rows.clone()).await {
            Ok(worked) => Ok(worked),
            Err(error) if error.is_of_the_delivery() => {
                // One of them is poison: find it by taking them one by one.
                tracing::warn!(%error, "a batch failed as a whole; taking its rows one by one");
                for row in rows {
                    self.work_alone(org, row).await?;
                }
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    async fn work_alone(&self, org: OrgId, row: Waiting) -> Result<()> {
        let id = row.id.clone();
        match self.work_rows(org, vec![row]).await {
            Err(error) if error.is_of_the_delivery() => {
                self.put_aside(org, id, error.to_string()).await
            }
            other => other.map(drop),
        }
    }

    async fn put_aside(&self, org: OrgId, id: Vec<u8>, problem: String) -> Result<()> {
        tracing::warn!(problem, "a delivery could not be worked on");
        self.db
            .write(org, move |tx| Box::pin(async move { inbox::fail(tx, &id, &problem).await }))
            .await?;
        Ok(())
    }

    /// Gives whether anything was finished or put aside.
    async fn work_rows(&self, org: OrgId, rows: Vec<Waiting>) -> Result<bool> {
        let mut batch = Vec::with_capacity(rows.len());
        let mut aside = false;
        for row in rows {
            match serde_json::from_str::<ChannelEvent>(&row.payload) {
                Ok(ChannelEvent::Status { .. }) => {
                    let problem = "news of our own messages do not go through the inbox";
                    self.put_aside(org, row.id, problem.to_owned()).await?;
                    aside = true;
                }
                Ok(event) => batch.push(Incoming {
                    row: Some(row.id),
                    account: row.account_id,
                    event,
                    received_at: row.received_at,
                    past: None,
                }),
                Err(problem) => {
                    self.put_aside(org, row.id, problem.to_string()).await?;
                    aside = true;
                }
            }
        }
        if batch.is_empty() {
            return Ok(aside);
        }
        let tally = self.take(org, batch, Mode::Live).await?;
        Ok(aside || tally.finished > 0)
    }

    /// Judges and applies a batch. When it stands in somebody's way, it is tried again from the
    /// start, because what it read may have changed.
    pub(crate) async fn take(&self, org: OrgId, batch: Vec<Incoming>, mode: Mode) -> Result<Tally> {
        let mut rest = FIRST_REST;
        for _ in 1..TRIES {
            match self.take_once(org, batch.clone(), mode).await {
                Err(error) if error.is_passing() => {
                    tracing::debug!(%error, "a batch stood in somebody's way; trying again");
                    tokio::time::sleep(rest).await;
                    rest *= 2;
                }
                other => return other,
            }
        }
        self.take_once(org, batch, mode).await
    }

    async fn take_once(&self, org: OrgId, batch: Vec<Incoming>, mode: Mode) -> Result<Tally> {
        let stages = self.stages_for(org, &batch).await?;
        let judged = judge(&self.db, org, &stages, batch, mode).await?;
        let mut conn = self.db.read(org).await?;
        let tools = self.tools.clone();
        let mut context = Context::new(&mut conn, stages, tools, mode, &judged).await?;
        drop(conn);
        self.db
            .write(org, move |tx| Box::pin(async move { apply(tx, &mut context, judged).await }))
            .await
    }

    /// The stages, made anew if they do not know an account of the batch yet.
    async fn stages_for(&self, org: OrgId, batch: &[Incoming]) -> Result<Stages> {
        let knows = |stages: &Stages| batch.iter().all(|one| stages.account(one.account).is_some());
        let stages = self.stages(org).await?;
        if knows(&stages) {
            return Ok(stages);
        }
        self.look_again(org).await;
        let stages = self.stages(org).await?;
        if knows(&stages) { Ok(stages) } else { Err(Error::Delivery("its account is gone")) }
    }
}
