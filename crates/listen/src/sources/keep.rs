//! What was read is written down, together with how far that is.

use std::collections::HashSet;

use earshot_channels::http::wire::checked;
use earshot_model::{AccountId, ChannelEvent, CommandResult, OrgId};
use earshot_store::inbox::{self, Delivery};
use earshot_store::sources::{self, Read, Source};

use super::Reading;
use crate::accept::key_of;
use crate::{Error, Listen, Result};

impl Listen {
    /// What goes into the inbox of a page. News of our own messages are told before: told again they
    /// change nothing, so that a page which is read twice does no harm.
    pub(super) async fn deliveries(
        &self,
        reading: &Reading,
        org: OrgId,
        account: AccountId,
        events: Vec<ChannelEvent>,
    ) -> Result<Vec<Delivery>> {
        let now = self.tools.now();
        let (mut deliveries, mut seen) = (Vec::new(), HashSet::new());
        for event in events {
            match checked(event, now) {
                Ok(ChannelEvent::Status { sent, state, id, detail }) => {
                    let result = CommandResult { state, id, url: None, detail };
                    let told = reading.news.told(org, account, sent, result).await;
                    told.map_err(Error::News)?;
                }
                Ok(event) => {
                    let (_, event_key) = key_of(&event);
                    if !seen.insert(event_key.clone()) {
                        continue;
                    }
                    let payload = serde_json::to_string(&event)
                        .map_err(|problem| Error::File(std::io::Error::other(problem)))?;
                    let id = self.tools.id();
                    deliveries.push(Delivery { id, account_id: account, event_key, payload });
                }
                // It would be the same the next time: the rest goes on without it.
                Err(problem) => tracing::warn!(%account, problem, "a channel told something odd"),
            }
        }
        Ok(deliveries)
    }

    /// Writes down what was read and how far that is, in one transaction.
    pub(super) async fn keep_read(
        &self,
        org: OrgId,
        source: Source,
        deliveries: Vec<Delivery>,
        mut read: Read,
    ) -> Result<()> {
        let now = self.tools.now();
        let any = !deliveries.is_empty();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let new = inbox::insert(tx, deliveries, now).await?;
                    read.heard = i64::try_from(new.len()).unwrap_or(i64::MAX);
                    if sources::advance(tx, &source, &read, now).await? {
                        Ok(())
                    } else {
                        Err(Error::NotOurs)
                    }
                })
            })
            .await?;
        if any {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Writes down what a stream brought.
    pub(super) async fn keep_streamed(
        &self,
        org: OrgId,
        source: Source,
        deliveries: Vec<Delivery>,
        cursor: Option<String>,
    ) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let new = inbox::insert(tx, deliveries, now).await?;
                    let heard = i64::try_from(new.len()).unwrap_or(i64::MAX);
                    let cursor = cursor.as_deref();
                    if sources::streamed(tx, &source, cursor, heard, None, now).await? {
                        Ok(())
                    } else {
                        Err(Error::NotOurs)
                    }
                })
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }
}
