//! The state of the network: posts, what waits for delivery, and what customers saw.

use std::collections::{BTreeMap, VecDeque};

use earshot_model::{
    Audience, ChannelAuthor, ChannelEvent, ChannelItem, OutboxId, ResultState, Surface, Time,
};
use serde::{Deserialize, Serialize};

use super::fault::Faults;
use crate::Error;

/// Someone on the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The lasting id.
    pub id: String,
    /// What people type.
    pub handle: String,
    /// The name beside it.
    #[serde(default)]
    pub name: String,
    /// How many follow.
    #[serde(default)]
    pub followers: i64,
}

/// A post to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// Its id; without one the network gives it a number.
    #[serde(default)]
    pub id: Option<String>,
    /// Who writes it.
    pub author: User,
    /// Where it stands.
    pub surface: Surface,
    /// Who can read it.
    pub audience: Audience,
    /// The thread; without one that of the parent, else a new one.
    #[serde(default)]
    pub thread: Option<String>,
    /// What it answers.
    #[serde(default)]
    pub parent: Option<String>,
    /// The words.
    pub text: String,
    /// The language, as BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    /// Stars, for a review.
    #[serde(default)]
    pub rating: Option<i64>,
    /// When; without a time, now.
    #[serde(default)]
    pub posted_at: Option<Time>,
}

/// A post as the network keeps it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stored {
    /// What goes over the wire.
    pub item: ChannelItem,
    /// Whether it is gone.
    pub deleted: bool,
}

/// One line of the ledger: a reply that the customer saw. The same command twice here is a fault of
/// the server or the connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The command's mark.
    pub outbox: OutboxId,
    /// The new post.
    pub post: String,
    /// The thread.
    pub thread: String,
    /// The post that was answered.
    pub to: String,
    /// Who was answered.
    pub author: String,
    /// Who could read it.
    pub audience: Audience,
    /// The words.
    pub text: String,
    /// When.
    pub at: Time,
}

/// An event that the server refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The post, when the server could tell.
    pub id: Option<String>,
    /// What the server said.
    pub message: String,
}

/// Everything that the network knows. Guarded by [`super::Plaza`].
pub(super) struct World {
    pub(super) brand: User,
    pub(super) public_url: Option<String>,
    pub(super) prefix: String,
    pub(super) count: u64,
    pub(super) posts: BTreeMap<String, Stored>,
    pub(super) outgoing: VecDeque<ChannelEvent>,
    pub(super) ledger: Vec<Seen>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) faults: Faults,
}

impl World {
    pub(super) fn fresh_id(&mut self) -> String {
        self.count += 1;
        format!("{}{:06}", self.prefix, self.count)
    }

    pub(super) fn post(&mut self, new: NewPost, now: Time) -> String {
        let id = new.id.unwrap_or_else(|| self.fresh_id());
        let of_parent = new.parent.as_ref().and_then(|parent| self.posts.get(parent));
        let thread = new.thread.or_else(|| of_parent.map(|parent| parent.item.thread.clone()));
        let item = ChannelItem {
            url: self.public_url.as_ref().map(|base| format!("{base}/posts/{id}")),
            revision: revision(1),
            surface: new.surface,
            audience: new.audience,
            thread: thread.unwrap_or_else(|| format!("t-{id}")),
            parent: new.parent,
            author: ChannelAuthor {
                id: new.author.id,
                handle: new.author.handle,
                name: new.author.name,
                followers: Some(new.author.followers),
            },
            text: new.text,
            language: new.language,
            rating: new.rating,
            posted_at: new.posted_at.unwrap_or(now),
            edited_at: None,
            sent_as: None,
            id: id.clone(),
        };
        self.keep(item);
        id
    }

    pub(super) fn edit(&mut self, id: &str, text: String, now: Time) -> Result<(), Error> {
        let stored = self.posts.get_mut(id).filter(|stored| !stored.deleted);
        let stored = stored.ok_or_else(|| Error::NoSuchPost(id.to_owned()))?;
        let next = stored.item.revision.parse::<u64>().unwrap_or(1).saturating_add(1);
        stored.item.revision = revision(next);
        stored.item.edited_at = Some(now);
        stored.item.text = text;
        let item = Box::new(stored.item.clone());
        self.outgoing.push_back(ChannelEvent::Upsert { item });
        Ok(())
    }

    pub(super) fn delete(&mut self, id: &str, now: Time) -> Result<(), Error> {
        let stored = self.posts.get_mut(id).filter(|stored| !stored.deleted);
        let stored = stored.ok_or_else(|| Error::NoSuchPost(id.to_owned()))?;
        stored.deleted = true;
        stored.item.text.clear();
        self.outgoing.push_back(ChannelEvent::Delete { id: id.to_owned(), at: now });
        Ok(())
    }

    /// The reply that a command made, if it did.
    pub(super) fn sent(&self, outbox: OutboxId) -> Option<&Seen> {
        self.ledger.iter().find(|seen| seen.outbox == outbox)
    }

    /// Shows a reply of the brand to the customer.
    pub(super) fn show(&mut self, seen: Seen) {
        let private = !seen.audience.is_open();
        let item = ChannelItem {
            id: seen.post.clone(),
            revision: revision(1),
            surface: if private { Surface::Dm } else { Surface::Comment },
            audience: seen.audience,
            thread: seen.thread.clone(),
            parent: Some(seen.to.clone()),
            author: ChannelAuthor {
                id: self.brand.id.clone(),
                handle: self.brand.handle.clone(),
                name: self.brand.name.clone(),
                followers: Some(self.brand.followers),
            },
            text: seen.text.clone(),
            language: None,
            url: self.public_url.as_ref().map(|base| format!("{base}/posts/{}", seen.post)),
            rating: None,
            posted_at: seen.at,
            edited_at: None,
            sent_as: Some(seen.outbox),
        };
        self.keep(item);
        self.ledger.push(seen);
    }

    pub(super) fn status(&mut self, sent: OutboxId, state: ResultState, detail: &str) {
        let detail = Some(detail.to_owned());
        self.outgoing.push_back(ChannelEvent::Status { sent, state, id: None, detail });
    }

    fn keep(&mut self, item: ChannelItem) {
        self.outgoing.push_back(ChannelEvent::Upsert { item: Box::new(item.clone()) });
        self.posts.insert(item.id.clone(), Stored { item, deleted: false });
    }
}

/// Revisions are compared as text, so they are padded.
fn revision(number: u64) -> String {
    format!("{number:06}")
}
