//! A channel delivers: read the batch, keep it, say so.

use earshot_channels::http::{BatchAnswer, ItemAnswer, Outcome, wire};
use earshot_model::{Account, AccountId, ChannelEvent, CommandResult, OrgId, OutboxId};
use earshot_store::inbox::{self, Delivery};

use crate::{Listen, Result};

/// A connector that has proved itself (see `engage`, which keeps the accounts' secrets).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connector {
    /// The organization.
    pub org: OrgId,
    /// The account that it speaks for.
    pub account: AccountId,
}

impl From<&Account> for Connector {
    fn from(account: &Account) -> Self {
        Self { org: account.org_id, account: account.id }
    }
}

/// What became of a batch.
#[derive(Debug)]
pub struct Accepted {
    /// The answer for the connector.
    pub answer: BatchAnswer,
    /// News of messages that we sent, for the outbound loop.
    pub statuses: Vec<(OutboxId, CommandResult)>,
}

impl Listen {
    /// Reads a batch and keeps what can be kept. When this returns, it is durable.
    ///
    /// # Errors
    /// [`Error::Batch`] when the body as a whole cannot be read, or what the store says. Single bad
    /// events are in the answer.
    pub async fn accept(&self, from: Connector, body: &[u8]) -> Result<Accepted> {
        let now = self.tools.now();
        let mut items = Vec::new();
        let mut deliveries = Vec::new();
        let mut places = Vec::new();
        let mut statuses = Vec::new();
        for (index, event) in wire::parse_batch(body, now)?.into_iter().enumerate() {
            match event {
                Err(problem) => items.push(ItemAnswer::from(problem)),
                Ok(ChannelEvent::Status { sent, state, id, detail }) => {
                    items.push(ItemAnswer::stored(index, id.clone(), Outcome::Accepted));
                    statuses.push((sent, CommandResult { state, id, url: None, detail }));
                }
                Ok(event) => {
                    let (id, key) = key_of(&event);
                    let payload = serde_json::to_string(&event).map_err(|problem| {
                        earshot_store::Error::File(std::io::Error::other(problem))
                    })?;
                    let delivery =
                        Delivery { id: self.tools.id(), event_key: key.clone(), payload };
                    places.push((index, id, key));
                    deliveries.push(delivery);
                }
            }
        }
        let new = self.keep(from, deliveries).await?;
        let mut seen = std::collections::HashSet::new();
        for (index, id, key) in places {
            let fresh = new.contains(&key) && seen.insert(key);
            let outcome = if fresh { Outcome::Accepted } else { Outcome::Duplicate };
            items.push(ItemAnswer::stored(index, Some(id), outcome));
        }
        Ok(Accepted { answer: BatchAnswer::new(items), statuses })
    }

    /// Writes deliveries to the inbox; gives the keys that were new.
    async fn keep(
        &self,
        from: Connector,
        mut deliveries: Vec<Delivery>,
    ) -> Result<std::collections::HashSet<String>> {
        if deliveries.is_empty() {
            return Ok(std::collections::HashSet::new());
        }
        // The same event twice in one batch is one event.
        let mut seen = std::collections::HashSet::new();
        deliveries.retain(|delivery| seen.insert(delivery.event_key.clone()));
        let now = self.tools.now();
        let new = self
            .db
            .write(from.org, move |tx| Box::pin(inbox::insert(tx, from.account, deliveries, now)))
            .await?;
        self.wake.notify_one();
        Ok(new.into_iter().collect())
    }
}

/// The channel's id of an event's post, and the key by which a second delivery is known.
fn key_of(event: &ChannelEvent) -> (String, String) {
    match event {
        ChannelEvent::Upsert { item } => {
            (item.id.clone(), format!("u:{}:{}", item.revision, item.id))
        }
        ChannelEvent::Delete { id, .. } => (id.clone(), format!("d:{id}")),
        ChannelEvent::Status { sent, .. } => (sent.to_string(), format!("s:{sent}")),
    }
}
