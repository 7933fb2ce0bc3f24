//! One page of one source.

use std::time::Duration;

use earshot_channels::channel::{CASES, CASES_EVERY, RECONCILE};
use earshot_channels::pace::next_wait;
use earshot_channels::{Fault, Page, Wanted};
use earshot_model::{AccountId, OrgId, Time};
use earshot_store::sources::{self, Read, Source};

use super::ready::Ready;
use super::{LEASE, REST, Reading};
use crate::{Listen, Result};

/// How long one page may take, with all that the channel is asked for it.
const PAGE: Duration = Duration::from_secs(50);

impl Listen {
    /// Reads one page of the source of this account that is due longest. Gives whether there was one.
    ///
    /// # Errors
    /// As the store; then the page is read again later.
    pub async fn read_next(
        &self,
        reading: &Reading,
        org: OrgId,
        account: AccountId,
    ) -> Result<bool> {
        let now = self.tools.now();
        let claimed = self
            .db
            .write::<_, crate::Error, _>(org, move |tx| {
                Box::pin(
                    async move { Ok(sources::claim(tx, account, now, now.plus(LEASE)).await?) },
                )
            })
            .await?;
        let Some(source) = claimed else { return Ok(false) };
        match self.ready(reading, org, &source).await? {
            None => self.rest(org, source).await?,
            Some(Err(fault)) => self.failed(org, source, &fault).await?,
            // It is only streamed: there is nothing to read.
            Some(Ok(ready)) if ready.is_whole(&source) => {
                self.rest_for(org, source, Time::DAY).await?;
            }
            Some(Ok(ready)) => self.read(reading, org, source, &ready).await?,
        }
        Ok(true)
    }

    async fn read(
        &self,
        reading: &Reading,
        org: OrgId,
        source: Source,
        ready: &Ready,
    ) -> Result<()> {
        self.rest_while_full(org).await;
        let page = async {
            if source.kind == CASES {
                return self.see_again(org, &source, ready).await;
            }
            let wanted = Wanted {
                kind: &source.kind,
                name: &source.name,
                cursor: Some(source.cursor.as_str()).filter(|cursor| !cursor.is_empty()),
            };
            Ok(ready.channel.pull(&ready.access, &wanted).await)
        };
        let page = tokio::time::timeout(PAGE, page).await.unwrap_or_else(|_| {
            Ok(Err(Fault::Passing("the channel answers too slowly for one page".to_owned())))
        })?;
        match page {
            Ok(page) => self.keep_page(reading, org, source, ready, page).await,
            Err(fault) => self.failed(org, source, &fault).await,
        }
    }

    async fn keep_page(
        &self,
        reading: &Reading,
        org: OrgId,
        source: Source,
        ready: &Ready,
        page: Page,
    ) -> Result<()> {
        let deliveries = self.deliveries(reading, org, source.account_id, page.events).await?;
        let now = self.tools.now();
        let due_at = if page.more { now } else { now.plus(every(&source, ready, now)) };
        let read = Read {
            cursor: page.cursor,
            heard: 0,
            caught_up: !page.more,
            due_at,
            lease_until: None,
        };
        self.keep_read(org, source, deliveries, read).await
    }

    /// Nothing can be read for a while, and nothing is wrong with the source.
    async fn rest(&self, org: OrgId, source: Source) -> Result<()> {
        self.rest_for(org, source, REST).await
    }

    async fn rest_for(&self, org: OrgId, source: Source, rest: i64) -> Result<()> {
        let due_at = self.tools.now().plus(rest);
        let read = Read { cursor: None, heard: 0, caught_up: false, due_at, lease_until: None };
        self.keep_read(org, source, Vec::new(), read).await
    }

    async fn failed(&self, org: OrgId, source: Source, fault: &Fault) -> Result<()> {
        if let Fault::Login(_) = fault {
            self.lose_login(org, &source, &fault.to_string()).await?;
        }
        let now = self.tools.now();
        let wait = next_wait(source.wait, self.dice());
        let due_at = match fault {
            Fault::Limited { until } => *until,
            Fault::Login(_) | Fault::Forbidden(_) | Fault::NotThere(_) | Fault::Invalid(_) => {
                now.plus(REST)
            }
            Fault::Passing(_) | Fault::Unknown(_) => now.plus(wait),
        };
        let problem = fault.to_string();
        tracing::warn!(account = %source.account_id, source = source.kind, problem, "a source could not be read");
        self.db
            .write::<_, crate::Error, _>(org, move |tx| {
                Box::pin(
                    async move { Ok(sources::fail(tx, &source, &problem, wait, due_at).await?) },
                )
            })
            .await
    }

    /// A random number.
    pub(super) fn dice(&self) -> u64 {
        let mut bytes = [0; 8];
        self.tools.noise.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

/// How long until a source is read again that has nothing more now.
fn every(source: &Source, ready: &Ready, now: Time) -> i64 {
    if source.kind == CASES {
        return CASES_EVERY;
    }
    let every = ready.channel.about().source(&source.kind).map_or(RECONCILE, |kind| kind.every);
    let streamed = source.stream_until.is_some_and(|until| until > now);
    if streamed { every.max(RECONCILE) } else { every }
}
