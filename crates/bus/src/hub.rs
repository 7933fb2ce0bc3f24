//! Who wants to know hears it.

use earshot_model::{CaseId, OrgId};
use tokio::sync::broadcast;

/// How many notices a slow screen may miss before it must look at the database itself.
const KEPT: usize = 4096;

/// A fact for open screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The organization's log has grown up to this number.
    Log {
        /// Whose log.
        org: OrgId,
        /// Its last number.
        seq: i64,
    },
    /// Somebody came, went, or types in a case.
    Presence {
        /// Whose case.
        org: OrgId,
        /// Which case.
        case: CaseId,
    },
}

impl Notice {
    /// The organization that it is about.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        match self {
            Self::Log { org, .. } | Self::Presence { org, .. } => *org,
        }
    }
}

/// Passes notices on to every open screen of this process.
#[derive(Debug, Clone)]
pub struct Hub(broadcast::Sender<Notice>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::channel(KEPT).0)
    }
}

impl Hub {
    /// Tells everybody who listens.
    pub fn tell(&self, notice: Notice) {
        // Nobody listens: nobody needs to know.
        let _nobody = self.0.send(notice);
    }

    /// Hears everything from now on. A receiver that lags is told so, and must ask the database.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }
}
