//! A Bluesky network that we play: the account's server (PDS), the AppView behind it, and the service
//! of direct messages, as documented, with the faults that real ones have, and a ledger of what
//! customers saw.

mod chat;
mod control;
mod fault;
mod feed;
mod gate;
mod json;
mod network;
mod person;
mod repo;
mod search;
mod session;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use earshot_model::Clock;
use serde_json::Value;
use tokio::net::TcpListener;

pub use fault::BlueskyFault;
pub use session::{APP_PASSWORD, NARROW_PASSWORD};
pub use world::{NewMessage, NewPost, SeenMessage, SeenPost};

use crate::Error;
use world::World;

/// The network. Clones are the same one.
#[derive(Clone)]
pub struct FakeBluesky {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    clock: Arc<dyn Clock>,
}

impl FakeBluesky {
    /// A network on which the brand has the account `handle`, with the app passwords [`APP_PASSWORD`] and
    /// [`NARROW_PASSWORD`]. `url` is where it is reached.
    #[must_use]
    pub fn new(handle: &str, url: &str, clock: Arc<dyn Clock>) -> Self {
        let world = Mutex::new(World::new(handle, url));
        Self { inner: Arc::new(Inner { world, clock }) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody posts. Returns the id of the post.
    pub fn post(&self, new: NewPost) -> String {
        let now = self.inner.clock.now();
        self.world().post(new, now)
    }

    /// An author deletes a post. Gives whether there was such a one.
    pub fn delete(&self, uri: &str) -> bool {
        let now = self.inner.clock.now();
        self.world().delete(uri, now)
    }

    /// Somebody writes to the brand in private. Returns the id of the message.
    pub fn say(&self, new: NewMessage) -> String {
        let now = self.inner.clock.now();
        self.world().say(new, now)
    }

    /// The lasting id of somebody.
    #[must_use]
    pub fn did(&self, handle: &str) -> String {
        self.world().did(handle)
    }

    /// Somebody's account goes, with all that they said.
    pub fn leave(&self, handle: &str) {
        let now = self.inner.clock.now();
        self.world().leave(handle, now);
    }

    /// An author's program overwrites a post. Gives whether there is such a one.
    pub fn overwrite(&self, uri: &str, text: &str) -> bool {
        let now = self.inner.clock.now();
        self.world().overwrite(uri, text, now)
    }

    /// Somebody likes a post.
    pub fn like(&self, handle: &str, uri: &str) {
        let now = self.inner.clock.now();
        self.world().like(handle, uri, now);
    }

    /// Somebody wants to see nothing of the brand any more.
    pub fn block(&self, handle: &str) {
        self.world().person_mut(handle).blocks = true;
    }

    /// Somebody takes private messages from nobody.
    pub fn close(&self, handle: &str) {
        self.world().person_mut(handle).closed = true;
    }

    /// Only some may answer a post.
    pub fn gate(&self, uri: &str) {
        self.world().gated.insert(uri.to_owned());
    }

    /// The app passwords are taken back: sessions end, and none is made.
    pub fn revoke(&self) {
        self.world().sessions.revoke();
    }

    /// Lets `fault` strike the next `times` times that it can.
    pub fn plan(&self, fault: BlueskyFault, times: u32) {
        self.world().faults.plan(fault, times);
    }

    /// How often `fault` really struck.
    #[must_use]
    pub fn hits(&self, fault: BlueskyFault) -> u32 {
        self.world().faults.hits(fault)
    }

    /// Every post of the brand that customers saw, in order, those that it deleted as well.
    #[must_use]
    pub fn ledger(&self) -> Vec<SeenPost> {
        self.world().ledger()
    }

    /// Every message of the brand that customers saw, in order.
    #[must_use]
    pub fn letters(&self) -> Vec<SeenMessage> {
        self.world().letters()
    }

    /// Puts a record into the brand's repository, as if another program had.
    pub fn put(&self, key: &str, record: Value) {
        let now = self.inner.clock.now();
        self.world().put(key, record, now);
    }

    /// Gives a window so many requests from now on.
    pub fn allow(&self, requests: i64) {
        let mut world = self.world();
        world.limit = requests;
        world.left = requests;
    }

    /// How many requests it was asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.world().asked
    }

    /// How many sessions were made with a password.
    #[must_use]
    pub fn sessions(&self) -> u64 {
        self.world().sessions.made
    }

    /// The methods and the control surface.
    pub fn router(&self) -> Router {
        gate::routes(self).merge(control::routes(self))
    }

    /// Serves [`FakeBluesky::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }
}
