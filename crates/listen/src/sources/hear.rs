//! A source that is streamed.

use std::time::Duration;

use earshot_channels::pace::next_wait;
use earshot_channels::{Batch, Fault, Wanted};
use earshot_model::{OrgId, Time};
use earshot_store::sources::{self, Source};
use tokio::sync::{mpsc, watch};

use super::ready::Ready;
use super::sift::Saved;
use super::{REST, Reading};
use crate::{Error, Listen, Result};

/// How long a stream is held at a time, in microseconds: who dies keeps it from the others for so long.
pub(super) const HELD: i64 = 60 * Time::SECOND;
/// How often that is renewed.
const RENEW: Duration = Duration::from_secs(20);
/// How many batches may wait to be written; more, and the stream waits.
const WAITING: usize = 64;
/// A stream that lasted so long was well, and may be opened again at once.
const WELL: i64 = Time::MINUTE;

impl Listen {
    /// Follows a claimed stream until it ends or `stop` says so. `last_wait` is how long was waited
    /// before; gives how long to wait now.
    pub(super) async fn hear(
        &self,
        reading: &Reading,
        org: OrgId,
        mut source: Source,
        last_wait: i64,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<i64> {
        let ready = match self.ready(reading, org, &source).await? {
            None => {
                self.give_back(org, source, REST).await?;
                return Ok(0);
            }
            Some(Err(fault)) => {
                tracing::warn!(account = %source.account_id, %fault, "a source cannot be streamed");
                self.give_back(org, source, REST).await?;
                return Ok(0);
            }
            Some(Ok(ready)) => ready,
        };
        let began = self.tools.now();
        let ended = self.follow(reading, org, &mut source, &ready, stop).await?;
        let Some(fault) = ended else { return Ok(0) };
        let now = self.tools.now();
        let last = if now.since(began) >= WELL { 0 } else { last_wait };
        let wait = match &fault {
            Fault::Limited { until } => until.since(now).max(Time::SECOND),
            Fault::Login(_) => REST,
            // It has no such stream: reading it is enough.
            Fault::NotThere(_) | Fault::Forbidden(_) | Fault::Invalid(_) => Time::HOUR,
            Fault::Passing(_) | Fault::Unknown(_) => next_wait(last, self.dice()),
        };
        tracing::info!(account = %source.account_id, %fault, wait, "a stream ended");
        if ready.is_whole(&source) {
            self.tell_dry(org, source.clone(), fault.to_string()).await?;
        } else {
            self.read_soon(org, source.clone()).await?;
        }
        self.give_back(org, source, wait).await?;
        Ok(wait)
    }

    /// Gives why the stream ended; nothing when it was ours to end, or somebody else has it.
    async fn follow(
        &self,
        reading: &Reading,
        org: OrgId,
        source: &mut Source,
        ready: &Ready,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Option<Fault>> {
        let (told, mut heard) = mpsc::channel(WAITING);
        let (kind, name, cursor) =
            (source.kind.clone(), source.name.clone(), source.cursor.clone());
        let wanted = Wanted {
            kind: &kind,
            name: &name,
            cursor: Some(cursor.as_str()).filter(|cursor| !cursor.is_empty()),
        };
        let mut saved = Saved::default();
        let streaming = ready.channel.stream(&ready.access, &wanted, told);
        tokio::pin!(streaming);
        let mut renew = tokio::time::interval(RENEW);
        renew.reset();
        loop {
            tokio::select! {
                // What was heard is written before an end is looked at.
                biased;
                _ = stop.changed() => {
                    self.give_back(org, source.clone(), 0).await?;
                    return Ok(None);
                }
                _ = renew.tick() => {
                    let until = self.tools.now().plus(HELD);
                    if !self.hold(org, source.clone(), until).await? {
                        return Ok(None);
                    }
                    source.stream_until = Some(until);
                }
                Some(batch) = heard.recv() => {
                    let kept = self.keep_batch(reading, org, (source, ready), batch, &mut saved);
                    if let Some(fault) = kept.await? {
                        return Ok(Some(fault));
                    }
                }
                ended = &mut streaming => {
                    while let Ok(batch) = heard.try_recv() {
                        let kept = self.keep_batch(reading, org, (source, ready), batch, &mut saved);
                        if let Some(fault) = kept.await? {
                            return Ok(Some(fault));
                        }
                    }
                    let over = || Fault::Passing("the channel ended the stream".to_owned());
                    return Ok(Some(ended.err().unwrap_or_else(over)));
                }
            }
        }
    }

    /// Keeps what a stream brought. Gives why the stream has to be opened again, if it has to be.
    async fn keep_batch(
        &self,
        reading: &Reading,
        org: OrgId,
        (source, ready): (&Source, &Ready),
        batch: Batch,
        saved: &mut Saved,
    ) -> Result<Option<Fault>> {
        match batch {
            Batch::Opened if ready.is_whole(source) => {}
            Batch::Opened => self.read_soon(org, source.clone()).await?,
            Batch::Events { events, cursor } => {
                self.rest_while_full(org).await;
                let deliveries = self.deliveries(reading, org, source.account_id, events).await?;
                self.keep_streamed(org, source.clone(), deliveries, cursor).await?;
            }
            Batch::Network(flood) => {
                return self.keep_flood(reading, org, (source, ready), *flood, saved).await;
            }
        }
        Ok(None)
    }

    /// What the stream did not bring is read from the source.
    async fn read_soon(&self, org: OrgId, source: Source) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    sources::streamed(tx, &source, None, 0, Some(now), now).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn hold(&self, org: OrgId, source: Source, until: Time) -> Result<bool> {
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { Ok(sources::hold_stream(tx, &source, until).await?) })
            })
            .await
    }

    /// Leaves a stream that we hold to whoever comes after `wait`.
    pub(super) async fn give_back(&self, org: OrgId, source: Source, wait: i64) -> Result<()> {
        let until = self.tools.now().plus(wait);
        self.hold(org, source, until).await.map(drop)
    }
}
