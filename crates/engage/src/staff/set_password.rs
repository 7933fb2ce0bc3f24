//! Somebody gets a new password.

use earshot_model::{Actor, AgentId, EventKind, NewEvent, OrgId};
use earshot_store::{agents, sessions};
use serde_json::json;

use super::PasswordRule;
use crate::{Engage, Error, Result};

impl Engage {
    /// Sets the password of whoever has this address, and ends all their logins. On behalf of the
    /// command line: no permission is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown address and for somebody who was switched off,
    /// [`Error::Invalid`] for a password that is too weak.
    pub async fn set_password_as(
        &self,
        org: OrgId,
        actor: Actor,
        email: &str,
        password: &str,
        rule: PasswordRule,
    ) -> Result<AgentId> {
        let email = email.trim().to_lowercase();
        let known = agents::credentials(&mut self.db.read(org).await?, &email).await?;
        let agent = known.ok_or(Error::NotFound("person"))?.id;
        rule.check(password, &email)?;
        let hash = self.passwords.hash(&self.tools, password).await?;
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    agents::set_password(tx, agent, &hash).await?;
                    let ended = sessions::delete_of(tx, agent).await?;
                    let data = json!({ "what": "password", "agent": agent, "logins_ended": ended });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await?;
        Ok(agent)
    }
}
