//! Programs that read cases prove themselves with a token that an administrator made for them.

use earshot_model::{
    Actor, Agent, AgentId, ApiTokenId, EventKind, Grant, NewEvent, Permission, Presence, RoleId,
    SessionId, Time, Visibility,
};
use earshot_store::api_tokens::{self, NewApiToken, Shown};
use earshot_store::setup::RoleName;
use earshot_store::{organizations, setup};
use serde_json::json;

use super::{Staff, token};
use crate::{Engage, Error, Result};

/// What every token begins with, so that people and programs that look for leaked secrets know it.
pub const TOKEN_PREFIX: &str = "earshot_";
/// How often the time of the last use is written at most.
const TOUCH: i64 = Time::MINUTE;

/// A token that was just made.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// Its id.
    pub id: ApiTokenId,
    /// What people call it.
    pub name: String,
    /// The secret. It is shown here once and stored nowhere.
    pub secret: String,
}

impl Engage {
    /// All tokens, and the roles that one can be given. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn api_tokens(&self, who: &Staff) -> Result<(Vec<Shown>, Vec<RoleName>)> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        Ok((api_tokens::all(&mut conn).await?, setup::roles(&mut conn).await?))
    }

    /// Makes a token that may do in the whole organization what a role allows. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `name` or `role`, [`Error::Forbidden`].
    pub async fn make_api_token(&self, who: &Staff, name: &str, role: RoleId) -> Result<MadeToken> {
        who.must(Permission::AdminWrite)?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return Err(Error::invalid("name", "type a name of 1 to 80 characters"));
        }
        let plain = token::new(who.org, self.tools.secret());
        let row = NewApiToken {
            id: self.tools.id(),
            name: name.to_owned(),
            role_id: role,
            token_hash: token::hash(&plain),
            agent_id: who.id(),
            created_at: self.tools.now(),
        };
        let made = MadeToken {
            id: row.id,
            name: name.to_owned(),
            secret: format!("{TOKEN_PREFIX}{plain}"),
        };
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if !setup::roles(tx).await?.iter().any(|known| known.id == role) {
                        return Err(Error::invalid("role", "choose one of the list"));
                    }
                    api_tokens::insert(tx, &row).await?;
                    let data = json!({ "what": "api_token", "token": row.id, "role": role });
                    let actor = Actor::Agent(row.agent_id);
                    tx.emit(
                        NewEvent::new(row.created_at, EventKind::SetupChanged, actor).data(data),
                    );
                    Ok(())
                })
            })
            .await?;
        Ok(made)
    }

    /// Makes a token worthless at once. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was revoked before, [`Error::Forbidden`].
    pub async fn revoke_api_token(&self, who: &Staff, id: ApiTokenId) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (now, actor) = (self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    api_tokens::revoke(tx, id, now).await?;
                    let data = json!({ "what": "api_token", "token": id, "revoked": true });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// The program that holds this token, as somebody without cases of their own; nobody when the
    /// token is unknown or was revoked.
    ///
    /// # Errors
    /// As the database.
    pub async fn program(&self, bearer: &str) -> Result<Option<Staff>> {
        let plain = bearer.strip_prefix(TOKEN_PREFIX);
        let Some((org, hash)) = plain.and_then(token::read) else { return Ok(None) };
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let Some(found) = api_tokens::find(&mut conn, hash).await? else { return Ok(None) };
        let allowed = api_tokens::permissions(&mut conn, found.role_id).await?;
        let organization = organizations::find(&mut conn).await?;
        drop(conn);
        let id = AgentId(found.id.0);
        if found.used_at.is_none_or(|used| now.since(used) >= TOUCH) {
            let token = found.id;
            self.db
                .write::<_, Error, _>(org, move |tx| {
                    Box::pin(async move { Ok(api_tokens::touch(tx, token, now).await?) })
                })
                .await?;
        }
        let grants = allowed.into_iter().map(Grant::Organization).collect();
        Ok(Some(Staff {
            org,
            agent: Agent {
                org_id: org,
                id,
                email: String::new(),
                short_name: found.name.clone(),
                name: found.name,
                signature: String::new(),
                locale: organization.locale,
                time_zone: organization.time_zone,
                presence: Presence::Offline,
                capacity: 0,
                disabled_at: None,
            },
            eyes: Visibility { agent_id: id, grants },
            session: SessionId(found.id.0),
            csrf: String::new(),
        }))
    }
}
