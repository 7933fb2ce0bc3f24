//! Somebody comes in.

use std::net::IpAddr;

use earshot_model::{Actor, AgentId, EventKind, NewEvent, OrgId, Presence, SessionId};
use earshot_store::agents::Credentials;
use earshot_store::sessions::Session;
use earshot_store::{agents, sessions, setup};
use serde_json::json;

use super::who::{LASTS, Staff};
use super::{people, token};
use crate::{Engage, Error, Result};

/// What somebody typed.
#[derive(Debug, Clone)]
pub struct LogIn {
    /// The organization's short name; may be left out where there is only one.
    pub slug: Option<String>,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// Where the request came from, as far as the server trusts to know.
    pub from: Option<IpAddr>,
}

/// A login that succeeded.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// The secret of the cookie. It is shown here once and stored nowhere.
    pub token: String,
    /// Who it is.
    pub staff: Staff,
}

impl Engage {
    /// Checks address and password, and opens a login of 12 hours.
    ///
    /// # Errors
    /// [`Error::BadLogin`] whatever of both is wrong, [`Error::TooManyLogins`], [`Error::Invalid`] on
    /// `organization` when there are several and none was named.
    pub async fn log_in(&self, attempt: LogIn) -> Result<LoggedIn> {
        let email = attempt.email.trim().to_lowercase();
        let org = self.org_of(attempt.slug.as_deref()).await?;
        let key = match org {
            Some(org) => format!("{org} {}", shortened(&email)),
            None => shortened(&email),
        };
        let now = self.tools.now();
        self.throttle
            .take(&key, attempt.from, now)
            .map_err(|seconds| Error::TooManyLogins { seconds })?;
        let known = match org {
            Some(org) => agents::credentials(&mut self.db.read(org).await?, &email).await?,
            None => None,
        };
        let stored = known.as_ref().map(|known| known.password_hash.clone());
        let fits = self.passwords.fits(&self.tools, &attempt.password, stored).await?;
        let Some(org) = org else { return Err(Error::BadLogin) };
        let id = known.as_ref().map(|known| known.id);
        let opened = match known {
            Some(known) if fits => self.open_session(org, known).await?,
            _ => None,
        };
        match opened {
            Some(opened) => {
                self.throttle.forgive(&key, attempt.from);
                Ok(opened)
            }
            None => {
                self.refuse(org, id).await?;
                Err(Error::BadLogin)
            }
        }
    }

    /// The organization that a login names; none for an unknown name, which must look like any
    /// other refused login.
    async fn org_of(&self, slug: Option<&str>) -> Result<Option<OrgId>> {
        let all = self.db.organizations().await?;
        match (slug.map(str::trim).filter(|slug| !slug.is_empty()), all.as_slice()) {
            (Some(slug), all) => Ok(all.iter().find(|(_, known)| known == slug).map(|(id, _)| *id)),
            (None, [(id, _)]) => Ok(Some(*id)),
            (None, []) => Ok(None),
            (None, _) => Err(Error::invalid(
                "organization",
                "several organizations work here; type the short name of yours",
            )),
        }
    }

    /// Opens a login for whoever gave the password of this hash. Checking it takes a while, so it is
    /// compared with what stands there now: nothing for a password that was replaced meanwhile, or an
    /// agent who was switched off.
    async fn open_session(&self, org: OrgId, known: Credentials) -> Result<Option<LoggedIn>> {
        let now = self.tools.now();
        let token = token::new(org, self.tools.secret());
        let session = Session {
            id: self.tools.id::<SessionId>(),
            agent_id: known.id,
            csrf: token::plain(self.tools.secret()),
            created_at: now,
            seen_at: now,
            expires_at: now.plus(LASTS),
        };
        let (row, hash) = (session.clone(), token::hash(&token));
        let written = self
            .db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let stands = agents::hold_password(tx, row.agent_id).await?;
                    if stands.as_ref() != Some(&known.password_hash) {
                        return Ok(None);
                    }
                    sessions::insert(tx, &row, hash).await?;
                    tx.emit(
                        NewEvent::new(now, EventKind::LoggedIn, Actor::Agent(row.agent_id))
                            .data(json!({ "session": row.id })),
                    );
                    let mut agent = agents::find(tx, row.agent_id).await?;
                    // Whoever comes back takes work again; whoever is away stays away.
                    if agent.presence == Presence::Offline {
                        people::be(tx, agent.id, Presence::Online, now).await?;
                        agent.presence = Presence::Online;
                    }
                    let eyes = setup::visibility(tx, row.agent_id).await?;
                    Ok(Some((agent, eyes)))
                })
            })
            .await?;
        let Some((agent, eyes)) = written else { return Ok(None) };
        let staff = Staff { org, agent, eyes, session: session.id, csrf: session.csrf };
        Ok(Some(LoggedIn { token, staff }))
    }

    /// Writes a refusal down, as far as there is an allowance for it. The address itself is personal and
    /// stays out of the log.
    pub(super) async fn refuse(&self, org: OrgId, agent: Option<AgentId>) -> Result<()> {
        let now = self.tools.now();
        let Some(count) = self.refusals.count(org, agent.is_some(), now) else { return Ok(()) };
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let why = if agent.is_some() { "password" } else { "address" };
                    tx.emit(
                        NewEvent::new(now, EventKind::LoginRefused, Actor::System)
                            .data(json!({ "why": why, "agent": agent, "count": count })),
                    );
                    Ok(())
                })
            })
            .await
    }
}

/// No address is longer than 254 characters (RFC 5321); what is typed beyond is not remembered.
pub(super) fn shortened(email: &str) -> String {
    email.chars().take(254).collect()
}
