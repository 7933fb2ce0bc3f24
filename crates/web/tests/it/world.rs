//! The whole web face over a fresh database, with a clock that stands still.

use std::sync::Arc;

use axum::Router;
use earshot_bus::Hub;
use earshot_channels::bluesky::Bluesky;
use earshot_channels::chat::WebChat;
use earshot_channels::discourse::Discourse;
use earshot_channels::email::Email;
use earshot_channels::feeds::Feeds;
use earshot_channels::hacker_news::HackerNews;
use earshot_channels::mastodon::Mastodon;
use earshot_channels::wordpress::WordPress;
use earshot_channels::{Channel, Channels};
use earshot_egress::{Client, Policy};
use earshot_engage::Engage;
use earshot_engage::seal::{Key, KeyRing, Seal};
use earshot_listen::Listen;
use earshot_model::{Clock as _, FixedClock, Time};
use earshot_record::Record;
use earshot_store::Db;
use earshot_store::blobs::BlobStore;
use earshot_testkit::Ground;
use earshot_web::State;

/// A key that only tests use.
struct Ring;

impl KeyRing for Ring {
    fn keys(&self) -> std::io::Result<Vec<Key>> {
        Ok(vec![Key::new([5; 32])])
    }

    fn make(&self) -> std::io::Result<Vec<Key>> {
        self.keys()
    }
}

/// A server without a socket.
pub(crate) struct World {
    pub(crate) db: Arc<Db>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) engage: Engage,
    pub(crate) listen: Listen,
    pub(crate) channels: Channels,
    pub(crate) hub: Hub,
    pub(crate) app: Router,
    pub(crate) ground: Ground,
}

impl World {
    /// A server that nobody has set up.
    pub(crate) async fn new() -> Self {
        Self::with(|state| state).await
    }

    /// The same, with what the operator says.
    pub(crate) async fn with(settle: impl FnOnce(State) -> State) -> Self {
        Self::on(Ground::chosen().await, settle)
    }

    /// The same, on a ground of the test's own.
    pub(crate) fn on(ground: Ground, settle: impl FnOnce(State) -> State) -> Self {
        let hub = Hub::default();
        let seal = Seal::new(Arc::new(Ring));
        let client = Client::new(Policy::default().allow("127.0.0.1")).expect("a client");
        let all: Vec<Arc<dyn Channel>> = vec![
            Arc::new(Mastodon::default()),
            Arc::new(Bluesky::default()),
            Arc::new(Email),
            Arc::new(WebChat),
            Arc::new(Feeds),
            Arc::new(WordPress),
            Arc::new(Discourse),
            Arc::new(HackerNews),
        ];
        let vault = Arc::new(seal.clone());
        let channels = Channels::new(all, client, ground.tools.clone(), vault);
        let engage = Engage::new(ground.db.clone(), ground.tools.clone(), hub.clone())
            .with_seal(seal)
            .with_channels(channels.clone())
            .with_files(Arc::new(BlobStore::new(ground.folder.path().join("blobs"), 1 << 20)));
        let listen = Listen::new(ground.db.clone(), ground.tools.clone());
        let record = Record::new(ground.db.clone(), ground.tools.clone());
        let state = State::new(listen.clone(), engage.clone(), record, ground.tools.clone());
        let app = earshot_web::router(settle(state));
        let (db, clock) = (ground.db.clone(), ground.clock.clone());
        Self { db, clock, engage, listen, channels, hub, app, ground }
    }

    /// The time on the clock.
    pub(crate) fn now(&self) -> Time {
        self.clock.now()
    }

    /// Takes everything that waits in the inbox through the stages.
    pub(crate) async fn work(&self) {
        while self.listen.work_once().await.expect("the inbox can be worked on") {}
    }
}
