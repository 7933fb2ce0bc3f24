//! Somebody leaves.

use earshot_model::{Actor, EventKind, NewEvent, Presence};
use earshot_store::sessions;
use serde_json::json;

use super::{Staff, people};
use crate::{Engage, Error, Result};

impl Engage {
    /// Ends this login; others of the same agent go on. With the last of them they are gone: others take
    /// over what waits for their answer.
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
                    if !sessions::is_here(tx, agent, now).await? {
                        people::be(tx, agent, Presence::Offline, now).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
