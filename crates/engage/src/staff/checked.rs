//! Whose public answers somebody reads before they go.

use earshot_model::{Actor, AgentId, EventKind, NewEvent, Permission};
use earshot_store::{agents, approvals};
use serde_json::json;

use super::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Has somebody's public answers read before they go, or no longer. It holds from their next answer
    /// on. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`] for nobody, [`Error::Forbidden`].
    pub async fn check_answers(&self, who: &Staff, agent: AgentId, on: bool) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (now, by) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    agents::find(tx, agent).await?;
                    approvals::check(tx, agent, on, by, now).await?;
                    let data = json!({ "what": "checked_answers", "agent": agent, "on": on });
                    let changed = NewEvent::new(now, EventKind::SetupChanged, Actor::Agent(by));
                    tx.emit(changed.data(data));
                    Ok(())
                })
            })
            .await
    }
}
