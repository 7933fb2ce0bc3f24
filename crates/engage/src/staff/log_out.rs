//! Somebody leaves.

use earshot_model::{Actor, EventKind, NewEvent};
use earshot_store::sessions;
use serde_json::json;

use super::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Ends this login; others of the same agent go on.
    ///
    /// # Errors
    /// As the database.
    pub async fn log_out(&self, staff: &Staff) -> Result<()> {
        let (now, session, agent) = (self.tools.now(), staff.session, staff.id());
        self.db
            .write::<_, Error, _>(staff.org, move |tx| {
                Box::pin(async move {
                    sessions::delete(tx, session).await?;
                    tx.emit(
                        NewEvent::new(now, EventKind::LoggedOut, Actor::Agent(agent))
                            .data(json!({ "session": session })),
                    );
                    Ok(())
                })
            })
            .await
    }
}
