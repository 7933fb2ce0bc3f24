//! Who can take a case, and where a case can go: what the menus show.

use earshot_model::{Agent, Queue};
use earshot_store::{agents, setup};

use crate::staff::Staff;
use crate::{Engage, Result};

impl Engage {
    /// Everybody who works here and was not switched off, by name.
    ///
    /// # Errors
    /// As the database.
    pub async fn agents(&self, who: &Staff) -> Result<Vec<Agent>> {
        let mut all = agents::all(&mut self.db.read(who.org).await?).await?;
        all.retain(|agent| agent.disabled_at.is_none());
        Ok(all)
    }

    /// All queues, in the order of lists: a case may also go where this agent cannot look.
    ///
    /// # Errors
    /// As the database.
    pub async fn queues(&self, who: &Staff) -> Result<Vec<Queue>> {
        Ok(setup::queues(&mut self.db.read(who.org).await?).await?)
    }
}
