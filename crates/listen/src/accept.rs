//! A channel delivers: read the batch, keep it, say so.

use earshot_channels::http::{BatchAnswer, ItemAnswer, Outcome, wire};
use earshot_model::{Account, AccountId, ChannelEvent, CommandResult, OrgId, OutboxId};
use earshot_store::inbox::Delivery;

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
    /// [`Error::Batch`] when the body as a whole cannot be read, [`Error::Full`] when too much waits to
    /// be written, or what the store says. Single bad events are in the answer.
    ///
    /// [`Error::Batch`]: crate::Error::Batch
    /// [`Error::Full`]: crate::Error::Full
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
                    let (id, event_key) = key_of(&event);
                    let payload = serde_json::to_string(&event).map_err(|problem| {
                        earshot_store::Error::File(std::io::Error::other(problem))
                    })?;
                    let row = self.tools.id();
                    let account_id = from.account;
                    places.push((index, id, row));
                    deliveries.push(Delivery { id: row, account_id, event_key, payload });
                }
            }
        }
        let new = self.gather(from.org, deliveries).await?;
        for (index, id, row) in places {
            let fresh = new.contains(&row);
            let outcome = if fresh { Outcome::Accepted } else { Outcome::Duplicate };
            items.push(ItemAnswer::stored(index, Some(id), outcome));
        }
        Ok(Accepted { answer: BatchAnswer::new(items), statuses })
    }
}

/// The channel's id of an event's post, and the key by which a second delivery is known.
pub(crate) fn key_of(event: &ChannelEvent) -> (String, String) {
    match event {
        ChannelEvent::Upsert { item } => (item.id.clone(), upsert_key(&item.revision, &item.id)),
        ChannelEvent::Delete { id, .. } => (id.clone(), format!("d:{id}")),
        ChannelEvent::Status { sent, .. } => (sent.to_string(), format!("s:{sent}")),
    }
}

/// Both may hold a colon, as times and addresses do. The first one ends a revision that has none; of
/// another one the length says where it ends.
///
/// Until the inbox forgets them, rows of an older version stand there under "u:" for revisions with a
/// colon too. They do no harm: a second delivery of the same is taken once more, and changes nothing
/// because its post has that revision already.
fn upsert_key(revision: &str, id: &str) -> String {
    if revision.contains(':') {
        format!("v:{}:{revision}:{id}", revision.len())
    } else {
        format!("u:{revision}:{id}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::upsert_key;

    proptest! {
        #[test]
        fn no_two_posts_have_one_key(
            one in ("[a1:]{1,6}", "[a1:]{1,6}"),
            other in ("[a1:]{1,6}", "[a1:]{1,6}"),
        ) {
            let same = upsert_key(&one.0, &one.1) == upsert_key(&other.0, &other.1);
            prop_assert_eq!(same, one == other);
        }
    }

    #[test]
    fn a_first_revision_is_named_as_ever() {
        assert_eq!(upsert_key("0", "at://did:plc:abc/1"), "u:0:at://did:plc:abc/1");
        assert_ne!(upsert_key("1:2", "3"), upsert_key("1", "2:3"));
    }
}
