#![doc = include_str!("../README.md")]

mod accept;
mod address;
mod ahead;
mod apply;
mod brevity;
mod connect;
mod crisis;
mod error;
mod gather;
mod hand_out;
mod history;
pub mod import;
mod judge;
mod kept;
mod learn;
mod listening;
mod moment;
pub mod past;
pub mod ports;
pub mod protocol;
mod rehearse;
mod reindex;
mod rescue;
pub mod sources;
mod spoken;
mod stages;
mod subject;
mod surroundings;
mod sweep;
mod tagging;
mod work;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use earshot_model::{Instruments, OrgId};
use earshot_store::Db;
use tokio::sync::{Mutex, Notify};

pub use accept::{Accepted, Connector};
pub use apply::Tally;
pub use error::{Error, Result};
pub use history::Progress;
pub use rehearse::{Catch, Change, Counts, LOOKED_AT, Rehearsal};
pub use reindex::Reindexed;
pub use stages::Stages;

use kept::Kept;

/// The inbound loop.
#[derive(Clone)]
pub struct Listen {
    db: Arc<Db>,
    tools: Instruments,
    wake: Arc<Notify>,
    gathered: Arc<gather::Gathered>,
    kept: Arc<Mutex<HashMap<OrgId, Kept>>>,
}

impl Listen {
    /// An inbound loop over this database.
    #[must_use]
    pub fn new(db: Arc<Db>, tools: Instruments) -> Self {
        Self { db, tools, wake: Arc::default(), gathered: Arc::default(), kept: Arc::default() }
    }

    /// The stages of an organization, as its set-up says now.
    ///
    /// # Errors
    /// As the store.
    pub async fn stages(&self, org: OrgId) -> Result<Stages> {
        let now = self.tools.now();
        let mut all = self.kept.lock().await;
        let mut conn = self.db.read(org).await?;
        let kept = match all.entry(org) {
            Entry::Occupied(known) => {
                let kept = known.into_mut();
                kept.refresh(&mut conn, now).await?;
                kept
            }
            Entry::Vacant(place) => place.insert(Kept::load(&mut conn, now).await?),
        };
        let listeners = kept.listening.set();
        if listeners.is_due() {
            // It compiles beside all others; nobody waits for it.
            drop(tokio::task::spawn_blocking(move || listeners.tend()));
        }
        Ok(kept.stages.clone())
    }

    /// Looks at the whole set-up of an organization again before the next post, and not up to two
    /// seconds later: somebody has just changed it here.
    pub async fn look_again(&self, org: OrgId) {
        if let Some(kept) = self.kept.lock().await.get_mut(&org) {
            kept.look_again();
        }
    }
}
