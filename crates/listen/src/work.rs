//! Takes what waits in the inbox through the stages, forever.

use std::time::Duration;

use earshot_model::{ChannelEvent, OrgId};
use earshot_store::inbox::{self, Waiting};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::ahead::{Batch, Touched};
use crate::apply::{Context, Tally, apply};
use crate::judge::{Incoming, Judged, Mode};
use crate::{Error, Listen, Result, Stages};

/// How many deliveries one transaction takes at most: enough to share the cost of a commit, few
/// enough that nobody else's write waits long.
const BATCH: i64 = 256;
/// How many batches of one organization are taken before the others have their turn.
const TURNS: u32 = 8;
/// How often a batch that stands in somebody's way is tried.
const TRIES: u32 = 5;
/// How long to rest before the second try; each later rest is twice as long.
const FIRST_REST: Duration = Duration::from_millis(10);
/// How long to rest when nothing waits, unless somebody wakes us.
const REST: Duration = Duration::from_millis(500);

/// The next batch, on its way.
type Ahead = JoinHandle<Result<Option<Batch>>>;

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

    /// Takes what waits of one organization, one batch after the other, until nothing waits or others
    /// should have their turn. Gives whether anything was worked on: false also when another worker
    /// holds all that waits.
    ///
    /// # Errors
    /// As the store; what waited still waits.
    pub async fn work_for(&self, org: OrgId) -> Result<bool> {
        let Some(mut ready) = self.next_batch(org, &[], BATCH).await? else { return Ok(false) };
        let (mut worked, mut opened) = (false, false);
        for turn in 1..=TURNS {
            let said = ready.said.as_ref();
            opened |= said.map_or(true, |(_, said)| said.iter().any(Judged::may_open));
            let next = self.start_next(org, &ready, turn);
            let touched = ready.said.as_ref().ok().map(|(stages, said)| Touched::by(stages, said));
            worked |= self.finish(org, ready).await?;
            let (Some(next), Some(touched)) = (next, touched) else { break };
            // What went wrong ahead of time shows again when it is its turn.
            let Ok(Ok(Some(next))) = next.await else { break };
            ready = next;
            self.judge_again(org, &touched, &mut ready).await;
        }
        if opened && let Err(error) = self.hand_out(org).await {
            // The cases are there; the next sweep gives them out.
            tracing::warn!(%error, "new cases could not be given to anybody yet");
        }
        Ok(worked)
    }

    /// Begins to judge the batch after this one, where there may be one.
    fn start_next(&self, org: OrgId, ready: &Batch, turn: u32) -> Option<Ahead> {
        let full = i64::try_from(ready.rows.len()).is_ok_and(|rows| rows == BATCH);
        let last = ready.rows.last().filter(|_| full && turn < TURNS)?.id.clone();
        let listen = self.clone();
        Some(tokio::spawn(async move { listen.next_batch(org, &last, BATCH).await }))
    }

    /// Writes a batch. Gives whether anything was finished or put aside.
    async fn finish(&self, org: OrgId, ready: Batch) -> Result<bool> {
        let Batch { rows, batch, aside, said } = ready;
        if batch.is_empty() {
            return Ok(aside);
        }
        let first = match said {
            Ok((stages, judged)) => self.write(org, stages, judged, Mode::Live).await,
            Err(error) => Err(error),
        };
        let tally = match first {
            Err(error) if error.is_passing() => self.take(org, batch, Mode::Live).await,
            other => other,
        };
        match tally {
            Ok(tally) => Ok(self.note(org, tally) || aside),
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

    /// Notes what is done with. Gives whether that is anything.
    fn note(&self, org: OrgId, tally: Tally) -> bool {
        self.gathered.changed(org, -i64::try_from(tally.finished).unwrap_or(i64::MAX));
        tally.finished > 0
    }

    async fn work_alone(&self, org: OrgId, row: Waiting) -> Result<()> {
        let id = row.id.clone();
        let (batch, _) = self.read_rows(org, vec![row]).await?;
        if batch.is_empty() {
            return Ok(());
        }
        match self.take(org, batch, Mode::Live).await {
            Err(error) if error.is_of_the_delivery() => {
                self.put_aside(org, id, error.to_string()).await
            }
            other => {
                self.note(org, other?);
                Ok(())
            }
        }
    }

    async fn put_aside(&self, org: OrgId, id: Vec<u8>, problem: String) -> Result<()> {
        tracing::warn!(problem, "a delivery could not be worked on");
        self.db
            .write(org, move |tx| Box::pin(async move { inbox::fail(tx, &id, &problem).await }))
            .await?;
        Ok(())
    }

    /// Reads rows, and puts aside what cannot be read. Gives also whether anything was.
    pub(crate) async fn read_rows(
        &self,
        org: OrgId,
        rows: Vec<Waiting>,
    ) -> Result<(Vec<Incoming>, bool)> {
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
        Ok((batch, aside))
    }

    /// Judges and applies a batch. When it stands in somebody's way, it is tried again from the
    /// start, because what it read may have changed.
    pub(crate) async fn take(&self, org: OrgId, batch: Vec<Incoming>, mode: Mode) -> Result<Tally> {
        let mut rest = FIRST_REST;
        for _ in 1..TRIES {
            match self.take_once(org, &batch, mode).await {
                Err(error) if error.is_passing() => {
                    tracing::debug!(%error, "a batch stood in somebody's way; trying again");
                    tokio::time::sleep(rest).await;
                    rest *= 2;
                }
                other => return other,
            }
        }
        self.take_once(org, &batch, mode).await
    }

    async fn take_once(&self, org: OrgId, batch: &[Incoming], mode: Mode) -> Result<Tally> {
        let (stages, judged) = self.say(org, batch, mode).await?;
        self.write(org, stages, judged, mode).await
    }

    async fn write(
        &self,
        org: OrgId,
        stages: Stages,
        judged: Vec<Judged>,
        mode: Mode,
    ) -> Result<Tally> {
        let mut conn = self.db.read(org).await?;
        let tools = self.tools.clone();
        let mut context = Context::new(&mut conn, stages, tools, mode, &judged).await?;
        drop(conn);
        self.db
            .write(org, move |tx| Box::pin(async move { apply(tx, &mut context, judged).await }))
            .await
    }

    /// The stages, made anew if they do not know an account of the batch yet.
    pub(crate) async fn stages_for(&self, org: OrgId, batch: &[Incoming]) -> Result<Stages> {
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
