//! The handle on the network that everybody shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use earshot_model::{ChannelEvent, Clock, OutboxId};
use tokio::sync::{Notify, broadcast};

use super::fault::{Fault, Faults};
use super::world::{NewPost, Rejection, Seen, Stored, User, World};
use crate::halt::Halts;
use crate::{Error, Moment, Stop};

/// The network. Clones are the same network.
#[derive(Clone)]
pub struct Plaza {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    world: Mutex<World>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) to_push: Notify,
    pub(super) replies: broadcast::Sender<Seen>,
    pub(super) halts: Halts,
}

impl Plaza {
    /// An empty network on which `brand` has a login.
    ///
    /// `prefix` begins the ids that the network gives: take another one at each start if the server
    /// remembers the last. `public_url` is where [`super::control`] is reached, for links to posts.
    #[must_use]
    pub fn new(
        brand: User,
        prefix: impl Into<String>,
        public_url: Option<String>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let world = World {
            brand,
            public_url,
            prefix: prefix.into(),
            count: 0,
            posts: std::collections::BTreeMap::new(),
            outgoing: std::collections::VecDeque::new(),
            ledger: Vec::new(),
            rejections: Vec::new(),
            faults: Faults::default(),
        };
        let (replies, _) = broadcast::channel(1_024);
        let (world, to_push, halts) = (Mutex::new(world), Notify::new(), Halts::default());
        let inner = Inner { world, clock, to_push, replies, halts };
        Self { inner: Arc::new(inner) }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Someone posts. Returns the id of the post.
    pub fn post(&self, new: NewPost) -> String {
        let id = self.world().post(new, self.inner.clock.now());
        self.inner.to_push.notify_one();
        id
    }

    /// An author changes a post.
    ///
    /// # Errors
    /// [`Error::NoSuchPost`].
    pub fn edit(&self, id: &str, text: impl Into<String>) -> Result<(), Error> {
        let done = self.world().edit(id, text.into(), self.inner.clock.now());
        self.inner.to_push.notify_one();
        done
    }

    /// An author deletes a post.
    ///
    /// # Errors
    /// [`Error::NoSuchPost`].
    pub fn delete(&self, id: &str) -> Result<(), Error> {
        let done = self.world().delete(id, self.inner.clock.now());
        self.inner.to_push.notify_one();
        done
    }

    /// Delivers any event, whatever the network thinks of it: broken ones too.
    pub fn deliver(&self, event: ChannelEvent) {
        self.world().outgoing.push_back(event);
        self.inner.to_push.notify_one();
    }

    /// Delivers every post that stands, once more, newest first.
    pub fn deliver_all_again(&self) {
        let mut world = self.world();
        let again: Vec<ChannelEvent> = world
            .posts
            .values()
            .rev()
            .filter(|stored| !stored.deleted)
            .map(|stored| ChannelEvent::Upsert { item: Box::new(stored.item.clone()) })
            .collect();
        world.outgoing.extend(again);
        drop(world);
        self.inner.to_push.notify_one();
    }

    /// Lets `fault` strike the next `times` times that it can.
    pub fn plan(&self, fault: Fault, times: u32) {
        self.world().faults.plan(fault, times);
    }

    /// How often `fault` really struck.
    #[must_use]
    pub fn hits(&self, fault: Fault) -> u32 {
        self.world().faults.hits(fault)
    }

    /// Holds the connector, or the webhook, when it comes to `moment` next.
    #[must_use]
    pub fn stop_at(&self, moment: Moment) -> Stop {
        self.inner.halts.stop_at(moment)
    }

    /// Every reply that customers saw, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<Seen> {
        self.world().ledger.clone()
    }

    /// How often customers saw the reply of one command: 1 is right, 2 is a double reply.
    #[must_use]
    pub fn times_seen(&self, outbox: OutboxId) -> usize {
        self.world().ledger.iter().filter(|seen| seen.outbox == outbox).count()
    }

    /// Every post, by id.
    #[must_use]
    pub fn posts(&self) -> Vec<Stored> {
        self.world().posts.values().cloned().collect()
    }

    /// The events that the server refused.
    #[must_use]
    pub fn rejections(&self) -> Vec<Rejection> {
        self.world().rejections.clone()
    }

    /// How many events wait for delivery.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.world().outgoing.len()
    }

    /// Hears every reply of the brand from now on.
    #[must_use]
    pub fn replies(&self) -> broadcast::Receiver<Seen> {
        self.inner.replies.subscribe()
    }
}
