//! A Discourse forum that we play: topics, posts and a search, as documented.

mod routes;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use earshot_model::{Clock, Time};
use tokio::net::TcpListener;

use crate::Error;
pub use crate::strikes::Strike;
use crate::strikes::Strikes;

/// The brand's name on the forum.
pub const USERNAME: &str = "altavela";
/// Its key.
pub const API_KEY: &str = "fake-discourse-key";

/// A post on the forum.
#[derive(Debug, Clone)]
pub struct SeenPost {
    /// Its topic.
    pub topic: u64,
    /// Its number in the topic.
    pub number: u64,
    /// Which of these it answers.
    pub reply_to: Option<u64>,
    /// The words.
    pub raw: String,
    /// Who wrote it.
    pub username: String,
    id: u64,
    at: Time,
    updated: Time,
    version: i64,
    deleted: bool,
}

/// The forum. Clones are the same forum.
#[derive(Clone)]
pub struct FakeForum {
    posts: Arc<Mutex<Vec<SeenPost>>>,
    strikes: Strikes,
    clock: Arc<dyn Clock>,
}

impl FakeForum {
    /// A forum on which nobody wrote.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { posts: Arc::default(), strikes: Strikes::default(), clock }
    }

    fn posts(&self) -> MutexGuard<'_, Vec<SeenPost>> {
        self.posts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody writes in a topic. Gives the number of the post in it.
    pub fn write(&self, username: &str, topic: u64, reply_to: Option<u64>, raw: &str) -> u64 {
        let now = self.clock.now();
        self.write_at(username, (topic, reply_to), raw, now)
    }

    /// The same, at another time.
    pub fn write_at(
        &self,
        username: &str,
        (topic, reply_to): (u64, Option<u64>),
        raw: &str,
        at: Time,
    ) -> u64 {
        let mut posts = self.posts();
        let next = posts.iter().filter(|post| post.topic == topic).count() + 1;
        let number = u64::try_from(next).unwrap_or(1);
        let id = posts.iter().map(|post| post.id).max().unwrap_or(900) + 1;
        posts.push(SeenPost {
            topic,
            number,
            reply_to,
            raw: raw.to_owned(),
            username: username.to_owned(),
            id,
            at,
            updated: at,
            version: 1,
            deleted: false,
        });
        number
    }

    /// An author changes a post.
    pub fn edit(&self, topic: u64, number: u64, raw: &str) {
        let now = self.clock.now();
        let mut posts = self.posts();
        if let Some(post) = posts.iter_mut().find(|one| (one.topic, one.number) == (topic, number))
        {
            raw.clone_into(&mut post.raw);
            post.updated = now;
            post.version += 1;
        }
    }

    /// An author takes a post back.
    pub fn delete(&self, topic: u64, number: u64) {
        let mut posts = self.posts();
        if let Some(post) = posts.iter_mut().find(|one| (one.topic, one.number) == (topic, number))
        {
            post.deleted = true;
        }
    }

    /// Every post of the brand, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<SeenPost> {
        self.posts().iter().filter(|post| post.username == USERNAME).cloned().collect()
    }

    /// Lets `strike` come the next `times` times that it can.
    pub fn plan(&self, strike: Strike, times: u32) {
        self.strikes.plan(strike, times);
    }

    /// How often `strike` really came.
    #[must_use]
    pub fn hits(&self, strike: Strike) -> u32 {
        self.strikes.hits(strike)
    }

    /// The forum's API.
    pub fn router(&self) -> Router {
        routes::routes(self)
    }

    /// Serves [`FakeForum::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }
}
