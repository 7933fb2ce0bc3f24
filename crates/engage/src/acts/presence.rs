//! Who is in a case right now.

use earshot_model::CaseId;

use super::allow::seen;
use crate::staff::Staff;
use crate::{Engage, Result};

/// What someone does in a case, and who.
pub use earshot_bus::{Doing, Here};

impl Engage {
    /// This agent is in a case: to be told every 15 seconds, and when they begin to type.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a case that they may not see.
    pub async fn beat(&self, who: &Staff, case: CaseId, doing: Doing) -> Result<()> {
        seen(&mut self.db.read(who.org).await?, &who.eyes, case).await?;
        let here = Here { agent: who.id(), doing };
        self.presence.beat(&self.hub, who.org, case, here, self.tools.now());
        Ok(())
    }

    /// This agent left a case.
    pub fn leave(&self, who: &Staff, case: CaseId) {
        self.presence.leave(&self.hub, who.org, case, who.id());
    }

    /// Who else is in a case.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a case that they may not see.
    pub async fn others(&self, who: &Staff, case: CaseId) -> Result<Vec<Here>> {
        seen(&mut self.db.read(who.org).await?, &who.eyes, case).await?;
        Ok(self.presence.others(who.org, case, who.id(), self.tools.now()))
    }

    /// Forgets those who are gone, and tells so. The binary calls it every few seconds.
    pub fn sweep_presence(&self) {
        self.presence.sweep(&self.hub, self.tools.now());
    }
}
