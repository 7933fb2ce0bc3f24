//! A blog that we play: its articles as RSS, Atom and JSON Feed, and as pages, with the faults that real
//! sites have.

mod control;
mod fault;
mod feed;
mod gate;
mod pages;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use earshot_model::Clock;
use tokio::net::TcpListener;

pub use fault::SiteFault;
pub use world::NewArticle;

use crate::Error;
use world::World;

/// The blog. Clones are the same blog.
#[derive(Clone)]
pub struct FakeSite {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    clock: Arc<dyn Clock>,
}

impl FakeSite {
    /// A blog with this title and no article. `url` is where it is reached.
    #[must_use]
    pub fn new(title: &str, url: &str, clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::new(Inner { world: Mutex::new(World::new(title, url)), clock }) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody publishes an article. Gives where it stands.
    pub fn publish(&self, new: NewArticle) -> String {
        let now = self.inner.clock.now();
        self.world().publish(new, now)
    }

    /// An article gets other words. Gives whether there is such a one.
    pub fn edit(&self, url: &str, html: &str) -> bool {
        let now = self.inner.clock.now();
        self.world().edit(url, html, now)
    }

    /// An article goes. Gives whether there was such a one.
    pub fn take_down(&self, url: &str) -> bool {
        self.world().take_down(url)
    }

    /// From now on these very bytes stand at the addresses of the feeds; none for what was published.
    pub fn serve_bytes(&self, bytes: Option<Vec<u8>>) {
        self.world().bytes = bytes;
    }

    /// Lets `fault` strike the next `times` times that it can.
    pub fn plan(&self, fault: SiteFault, times: u32) {
        self.world().faults.plan(fault, times);
    }

    /// How often `fault` really struck.
    #[must_use]
    pub fn hits(&self, fault: SiteFault) -> u32 {
        self.world().faults.hits(fault)
    }

    /// How often a feed was asked for, and how often the answer was that it stands as it stood.
    #[must_use]
    pub fn asked(&self) -> (u64, u64) {
        let world = self.world();
        (world.asked, world.unchanged)
    }

    /// The blog and its control surface.
    pub fn router(&self) -> Router {
        feed::routes(self).merge(pages::routes(self)).merge(control::routes(self))
    }

    /// Serves [`FakeSite::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }
}
