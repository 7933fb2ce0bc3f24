//! What stands before a post in its conversation, so that whoever reads it knows what it is about.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use earshot_model::{AccountId, ChannelItem};

use super::Bluesky;
use super::calls::Call;
use super::wire::{ThreadShape, item_of};
use crate::access::Access;
use crate::channel::Wanted;
use crate::fault::Fault;
use crate::pace::Lane;

/// How many posts before one are read.
const HEIGHT: &str = "80";
/// How many are remembered; then all are forgotten at once and asked for again.
const MOST: usize = 20_000;

type Source = (AccountId, String);

/// Which posts were delivered, so that what stands before the next one is not asked for again.
#[derive(Debug, Default)]
pub(super) struct Before(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    known: HashSet<(AccountId, String)>,
    /// What the last page of a source held, with its cursor: it counts as delivered once a page is
    /// asked for behind it.
    last: HashMap<Source, (String, Vec<String>)>,
}

impl Before {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of a source is asked for: what came before it was kept.
    pub(super) fn asked(&self, account: AccountId, wanted: &Wanted<'_>) {
        let mut inner = self.inner();
        let Some((cursor, ids)) = inner.last.remove(&source(account, wanted)) else { return };
        if Some(cursor.as_str()) == wanted.cursor {
            if inner.known.len() >= MOST {
                inner.known.clear();
            }
            inner.known.extend(ids.into_iter().map(|id| (account, id)));
        }
    }

    /// A page of a source holds these posts.
    pub(super) fn told(
        &self,
        account: AccountId,
        wanted: &Wanted<'_>,
        cursor: &str,
        ids: Vec<String>,
    ) {
        self.inner().last.insert(source(account, wanted), (cursor.to_owned(), ids));
    }

    fn knows(&self, account: AccountId, id: &str) -> bool {
        self.inner().known.contains(&(account, id.to_owned()))
    }
}

fn source(account: AccountId, wanted: &Wanted<'_>) -> Source {
    (account, format!("{}:{}", wanted.kind, wanted.name))
}

impl Bluesky {
    /// These posts with what stands before them, where that was not delivered yet.
    pub(super) async fn with_before(
        &self,
        access: &Access,
        lane: Lane,
        items: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>, Fault> {
        let mut all: Vec<ChannelItem> = Vec::with_capacity(items.len());
        let mut told: HashSet<String> = HashSet::new();
        for item in items {
            if let Some(parent) = &item.parent
                && !told.contains(parent)
                && !self.before.knows(access.account.id, parent)
            {
                let earlier = self.before(access, lane, &item.id).await?;
                all.extend(earlier.into_iter().filter(|one| told.insert(one.id.clone())));
            }
            if told.insert(item.id.clone()) {
                all.push(item);
            }
        }
        Ok(all)
    }

    /// What stands before a post, from the first on. A post that went has nothing before it.
    async fn before(
        &self,
        access: &Access,
        lane: Lane,
        id: &str,
    ) -> Result<Vec<ChannelItem>, Fault> {
        let call = Call::get("app.bsky.feed.getPostThread", lane).with("uri", id);
        let call = call.with("depth", "0").with("parentHeight", HEIGHT);
        let mut found = match self.ask::<ThreadShape>(access, call).await {
            Ok(answer) => answer.thread.parent,
            Err(Fault::NotThere(_) | Fault::Forbidden(_)) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        };
        let mut earlier = Vec::new();
        while let Some(node) = found {
            // One that went, or whose author wants to see nothing of us, ends what can be read.
            earlier.extend(node.post.as_ref().and_then(item_of));
            found = node.parent;
        }
        earlier.reverse();
        Ok(earlier)
    }
}
