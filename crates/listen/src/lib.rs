#![doc = include_str!("../README.md")]

mod accept;
mod address;
mod apply;
mod brevity;
mod connect;
mod error;
mod gather;
mod history;
pub mod import;
mod judge;
mod learn;
mod moment;
pub mod past;
pub mod ports;
pub mod protocol;
mod rehearse;
mod rescue;
pub mod sources;
mod stages;
mod subject;
mod surroundings;
mod sweep;
mod work;

use std::collections::HashMap;
use std::sync::Arc;

use earshot_model::{Instruments, OrgId, Time};
use earshot_store::Db;
use tokio::sync::{Mutex, Notify};

pub use accept::{Accepted, Connector};
pub use apply::Tally;
pub use error::{Error, Result};
pub use history::Progress;
pub use rehearse::{Catch, Change, Counts, LOOKED_AT, Rehearsal};
pub use stages::Stages;

/// For so long the stages of an organization are used before its set-up is looked at again.
const STAGES_KEPT: i64 = 2 * Time::SECOND;

struct Kept {
    print: stages::Fingerprint,
    stages: Stages,
    looked_at: Time,
}

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

    /// The stages of an organization, as its set-up says now (or said two seconds ago).
    ///
    /// # Errors
    /// As the store.
    pub async fn stages(&self, org: OrgId) -> Result<Stages> {
        let now = self.tools.now();
        let mut kept = self.kept.lock().await;
        if let Some(fresh) = kept.get(&org).filter(|k| now.since(k.looked_at) < STAGES_KEPT) {
            return Ok(fresh.stages.clone());
        }
        let mut conn = self.db.read(org).await?;
        let known = kept.get(&org);
        let (print, stages) =
            match stages::load(&mut conn, known.map(|k| (&k.print, &k.stages))).await? {
                Some(made) => made,
                None => match known {
                    Some(same) => (same.print.clone(), same.stages.clone()),
                    None => return Err(earshot_store::Error::NotFound("organization").into()),
                },
            };
        kept.insert(org, Kept { print, stages: stages.clone(), looked_at: now });
        Ok(stages)
    }

    /// Looks at the set-up of an organization again before the next post, and not up to two seconds
    /// later: somebody has just changed it here.
    pub async fn look_again(&self, org: OrgId) {
        if let Some(kept) = self.kept.lock().await.get_mut(&org) {
            kept.looked_at = Time(i64::MIN);
        }
    }
}
