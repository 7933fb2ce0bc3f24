//! A Mastodon server that we play: its API as documented, with the faults that real ones have, and a
//! ledger of what customers saw.

mod api;
mod control;
mod fault;
mod gate;
mod json;
mod post;
mod streaming;
mod world;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use earshot_model::Clock;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

pub use fault::MastodonFault;
pub use world::{NewStatus, SeenStatus, TOKEN};

use crate::halt::Halts;
use crate::{Error, Moment, Stop};
use world::{News, World};

/// The server. Clones are the same server.
#[derive(Clone)]
pub struct FakeMastodon {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    clock: Arc<dyn Clock>,
    news: broadcast::Sender<News>,
    halts: Halts,
}

impl FakeMastodon {
    /// An empty server on which the brand has the account `handle`, with the token [`TOKEN`]. `url` is
    /// where it is reached.
    #[must_use]
    pub fn new(handle: &str, url: &str, clock: Arc<dyn Clock>) -> Self {
        let (news, _) = broadcast::channel(4_096);
        let world = Mutex::new(World::new(handle, url));
        let halts = Halts::default();
        Self { inner: Arc::new(Inner { world, clock, news, halts }) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, news: impl IntoIterator<Item = News>) {
        for one in news {
            // Nobody needs to listen.
            drop(self.inner.news.send(one));
        }
    }

    /// Somebody posts. Returns the id of the status.
    pub fn post(&self, new: NewStatus) -> String {
        let (id, news) = self.world().post(new, self.inner.clock.now());
        self.tell(news);
        id
    }

    /// An author changes a status. Gives whether there is such a one.
    pub fn edit(&self, id: &str, text: &str) -> bool {
        let news = self.world().edit(id, text, self.inner.clock.now());
        let there = !news.is_empty();
        self.tell(news);
        there
    }

    /// An author deletes a status. Gives whether there was such a one.
    pub fn delete(&self, id: &str) -> bool {
        let news = self.world().delete(id);
        let there = news.is_some();
        self.tell(news);
        there
    }

    /// Lets `fault` strike the next `times` times that it can.
    pub fn plan(&self, fault: MastodonFault, times: u32) {
        self.world().faults.plan(fault, times);
    }

    /// How often `fault` really struck.
    #[must_use]
    pub fn hits(&self, fault: MastodonFault) -> u32 {
        self.world().faults.hits(fault)
    }

    /// Every status of the brand that customers saw, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<SeenStatus> {
        self.world().ledger()
    }

    /// Gives a window so many requests from now on.
    pub fn allow(&self, requests: i64) {
        let mut world = self.world();
        world.limit = requests;
        world.left = requests;
    }

    /// How late [`MastodonFault::AcceptLate`] is from now on.
    pub fn late_by(&self, late: Duration) {
        self.world().late = late;
    }

    /// Holds whoever comes to `moment` next.
    #[must_use]
    pub fn stop_at(&self, moment: Moment) -> Stop {
        self.inner.halts.stop_at(moment)
    }

    /// How often statuses were handed out, in pages and streams, by id.
    #[must_use]
    pub fn told(&self) -> BTreeMap<String, u32> {
        self.world().told.iter().map(|(id, times)| (id.to_string(), *times)).collect()
    }

    /// How many requests it was asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.world().asked
    }

    /// How many streams are open.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.inner.news.receiver_count()
    }

    /// The API and the control surface.
    pub fn router(&self) -> Router {
        api::routes(self).merge(control::routes(self))
    }

    /// Serves [`FakeMastodon::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }
}
