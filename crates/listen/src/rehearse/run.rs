//! Replays that people asked for, worked off beside the server: one at a time, page by page, with how
//! far they are. A worker that dies leaves its replay to the next one.

use earshot_model::{Actor, EventKind, NewEvent, OrgId, ReplayId, Time};
use earshot_playbook::{Playbook, Replay};
use earshot_store::playbooks::{self, replays};
use earshot_store::{Error as StoreError, past_posts};
use serde_json::json;

use super::Rehearsal;
use crate::past::Stored;
use crate::stages::{at_work, readable};
use crate::{Error, Listen, Result};

/// For so long a replay is one worker's without a sign of life.
const LEASE: i64 = Time::MINUTE;

impl Listen {
    /// Works off the oldest replay that waits in each organization. Gives whether there was one.
    ///
    /// # Errors
    /// As the store; the replay is tried again when its lease is over.
    pub async fn replay_once(&self) -> Result<bool> {
        let mut worked = false;
        for (org, _) in self.db.organizations().await? {
            worked |= self.replay_for(org).await?;
        }
        Ok(worked)
    }

    /// Works off the oldest replay that waits in this organization. Gives whether there was one.
    ///
    /// # Errors
    /// As the store; the replay is tried again when its lease is over.
    pub async fn replay_for(&self, org: OrgId) -> Result<bool> {
        let now = self.tools.now();
        if !replays::any_waiting(&mut self.db.read(org).await?, now).await? {
            return Ok(false);
        }
        let taken = self
            .db
            .write::<_, StoreError, _>(org, move |tx| {
                Box::pin(async move { replays::claim(tx, now, now.plus(LEASE)).await })
            })
            .await?;
        let Some(asked) = taken else { return Ok(false) };
        match Playbook::read(0, &asked.text) {
            Ok((_, draft)) => self.replay(org, &asked, &draft).await?,
            Err(problems) => {
                let first = problems.first().map(ToString::to_string).unwrap_or_default();
                self.end_replay(org, asked.id, 0, Err(first)).await?;
            }
        }
        Ok(true)
    }

    async fn replay(&self, org: OrgId, asked: &replays::Replay, draft: &Playbook) -> Result<()> {
        let mut conn = self.db.read(org).await?;
        let stored = playbooks::version(&mut conn, asked.against).await?;
        let old = match stored.and_then(|stored| readable(stored.version, &stored.lines)) {
            Some(old) => old,
            None => at_work(&mut conn).await?,
        };
        let expected = past_posts::count(&mut conn, asked.from_at, asked.to_at).await?;
        drop(conn);
        let mut replay = Replay::new(&old, draft);
        let mut stored = Stored::new(&self.db, org, asked.from_at, asked.to_at).await?;
        while let Some(page) = stored.page().await? {
            page.iter().for_each(|post| replay.push(post));
            let done = i64::try_from(stored.seen.posts).unwrap_or(i64::MAX);
            self.keep_replay(org, asked.id, done, expected).await?;
            tokio::task::yield_now().await;
        }
        let report = Rehearsal::of(&replay.report(), stored.seen.unreadable);
        let done = i64::try_from(stored.seen.posts).unwrap_or(i64::MAX);
        let text = serde_json::to_string(&report);
        let text = text.map_err(|_| Error::Delivery("its report cannot be written"))?;
        self.end_replay(org, asked.id, done, Ok(text)).await
    }

    async fn keep_replay(&self, org: OrgId, id: ReplayId, done: i64, expected: i64) -> Result<()> {
        let lease = self.tools.now().plus(LEASE);
        self.db
            .write::<_, StoreError, _>(org, move |tx| {
                Box::pin(async move { replays::progress(tx, id, done, expected, lease).await })
            })
            .await?;
        Ok(())
    }

    async fn end_replay(
        &self,
        org: OrgId,
        id: ReplayId,
        done: i64,
        outcome: Result<String, String>,
    ) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, StoreError, _>(org, move |tx| {
                Box::pin(async move {
                    let data = json!({ "what": "replayed", "replay": id, "posts": done });
                    replays::finish(tx, id, done, outcome, now).await?;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::System);
                    tx.emit(event.data(data));
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }
}
