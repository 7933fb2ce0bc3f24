#![doc = include_str!("../README.md")]

pub mod acts;
pub mod channels;
pub mod crisis;
pub mod custody;
pub mod desk;
mod error;
pub mod outbound;
pub mod packs;
pub mod playbook;
pub mod reply;
pub mod rooms;
pub mod seal;
pub mod settings;
pub mod staff;

use std::sync::Arc;

use earshot_bus::{Hub, PresenceBoard};
use earshot_channels::Channels;
use earshot_model::Instruments;
use earshot_store::Db;
use earshot_store::blobs::BlobStore;

pub use error::{Error, Result};

/// The handle of everything that agents do. Cheap to clone.
#[derive(Clone)]
pub struct Engage {
    pub(crate) db: Arc<Db>,
    pub(crate) tools: Instruments,
    pub(crate) hub: Hub,
    pub(crate) presence: Arc<PresenceBoard>,
    pub(crate) passwords: staff::Passwords,
    pub(crate) throttle: Arc<staff::Throttle>,
    pub(crate) refusals: Arc<staff::Refusals>,
    pub(crate) replays: Arc<staff::Replays>,
    pub(crate) proved: Arc<staff::Proved>,
    /// Missing where the server speaks no channel itself, as in most tests.
    pub(crate) channels: Option<Channels>,
    /// Missing where accounts have no secrets, as in most tests.
    pub(crate) seal: Option<seal::Seal>,
    pub(crate) counts: Arc<desk::Counts>,
    pub(crate) gates: Arc<reply::Gates>,
    /// Rings when the outbox has moved.
    pub(crate) wake: Arc<tokio::sync::Notify>,
    /// Held while the first organization is made.
    pub(crate) first_run: Arc<tokio::sync::Mutex<()>>,
    /// Missing where there are no files, as in most tests: then nobody is erased.
    pub(crate) files: Option<Arc<BlobStore>>,
    pub(crate) housekeeping: Arc<custody::Housekeeping>,
}

impl Engage {
    /// A handle on this database, with this clock and these ids. Presence is this process's own.
    #[must_use]
    pub fn new(db: Arc<Db>, tools: Instruments, hub: Hub) -> Self {
        Self {
            db,
            tools,
            hub,
            presence: Arc::default(),
            passwords: staff::Passwords::default(),
            throttle: Arc::default(),
            refusals: Arc::default(),
            replays: Arc::default(),
            proved: Arc::default(),
            channels: None,
            seal: None,
            counts: Arc::default(),
            gates: Arc::default(),
            wake: Arc::default(),
            first_run: Arc::default(),
            files: None,
            housekeeping: Arc::default(),
        }
    }

    /// The same, with the files that an erasure reaches.
    #[must_use]
    pub fn with_files(mut self, files: Arc<BlobStore>) -> Self {
        self.files = Some(files);
        self
    }

    /// The same, with the channels that the server speaks itself.
    #[must_use]
    pub fn with_channels(mut self, channels: Channels) -> Self {
        self.channels = Some(channels);
        self
    }

    /// The same, with what seals the secrets of accounts.
    #[must_use]
    pub fn with_seal(mut self, seal: seal::Seal) -> Self {
        self.seal = Some(seal);
        self
    }
}
