//! Who sent this request.

use earshot_model::{Agent, AgentId, OrgId, Permission, SessionId, Time, Visibility};
use earshot_store::sessions::Session;
use earshot_store::{agents, sessions, setup};

use super::token;
use crate::{Engage, Error, Result};

/// How long a login lasts without being used, in microseconds.
pub(crate) const LASTS: i64 = 12 * Time::HOUR;
/// How long a login lasts at most, however much it is used: 30 days, in microseconds.
pub(crate) const LONGEST: i64 = 30 * Time::DAY;
/// How often its end is moved at most.
const TOUCH: i64 = Time::MINUTE;

/// Someone who is logged in.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Whose organization.
    pub org: OrgId,
    /// Who.
    pub agent: Agent,
    /// What they may see and do.
    pub eyes: Visibility,
    /// This login of this browser; of a program, the id of its token.
    pub session: SessionId,
    /// What every form of this login carries; empty for a program, which has no forms.
    pub csrf: String,
}

impl Staff {
    /// Their id.
    #[must_use]
    pub const fn id(&self) -> AgentId {
        self.agent.id
    }

    /// Whether this is a program with a token, and nobody at a screen.
    #[must_use]
    pub const fn is_program(&self) -> bool {
        self.csrf.is_empty()
    }

    /// Whether they hold a permission, as [`Visibility::holds`] says: one that spans the organization
    /// counts only when it is held for all of it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn must(&self, permission: Permission) -> Result<()> {
        if self.eyes.holds(permission) { Ok(()) } else { Err(Error::Forbidden(permission)) }
    }
}

impl Engage {
    /// Who holds this session token; nobody when it is unknown, has ended, or its agent was switched
    /// off. A login that is used lasts 12 hours from then, and 30 days in all.
    ///
    /// # Errors
    /// As the database.
    pub async fn who(&self, session_token: &str) -> Result<Option<Staff>> {
        let Some((staff, session)) = self.found(session_token).await? else { return Ok(None) };
        let now = self.tools.now();
        if now.since(session.seen_at) >= TOUCH {
            let end = session.created_at.plus(LONGEST);
            let (id, until) = (session.id, now.plus(LASTS).min(end));
            self.db
                .write::<_, Error, _>(staff.org, move |tx| {
                    Box::pin(async move { Ok(sessions::touch(tx, id, now, until).await?) })
                })
                .await?;
        }
        Ok(Some(staff))
    }

    /// The same for what a screen asks by itself, with nobody there: it is no use of the login, and
    /// does not make it last.
    ///
    /// # Errors
    /// As the database.
    pub async fn who_unattended(&self, session_token: &str) -> Result<Option<Staff>> {
        Ok(self.found(session_token).await?.map(|(staff, _)| staff))
    }

    async fn found(&self, session_token: &str) -> Result<Option<(Staff, Session)>> {
        let Some((org, hash)) = token::read(session_token) else { return Ok(None) };
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let Some(session) = sessions::find(&mut conn, hash, now).await? else { return Ok(None) };
        if now >= session.created_at.plus(LONGEST) {
            return Ok(None);
        }
        let agent = agents::find(&mut conn, session.agent_id).await?;
        let eyes = setup::visibility(&mut conn, agent.id).await?;
        let csrf = session.csrf.clone();
        Ok(Some((Staff { org, agent, eyes, session: session.id, csrf }, session)))
    }
}
