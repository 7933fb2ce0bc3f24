//! What programs prove themselves with. The secret itself is never stored, only its SHA-256.

use earshot_model::{AgentId, ApiTokenId, Permission, RoleId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A token that is good.
    pub struct ApiToken {
        /// Its id.
        pub id: ApiTokenId,
        /// What people call it.
        pub name: String,
        /// What it may do.
        pub role_id: RoleId,
        /// When it was last used.
        pub used_at: Option<Time>,
    }
}

row! {
    /// A token as a screen shows it.
    pub struct Shown {
        /// Its id.
        pub id: ApiTokenId,
        /// What people call it.
        pub name: String,
        /// The name of its role.
        pub role: String,
        /// Who made it.
        pub agent_name: String,
        /// When.
        pub created_at: Time,
        /// When it was last used.
        pub used_at: Option<Time>,
        /// When it was revoked, if it was.
        pub revoked_at: Option<Time>,
    }
}

row! {
    struct Held {
        permission: Permission,
    }
}

/// A token that is to be stored.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role_id: RoleId,
    /// SHA-256 of the secret.
    pub token_hash: [u8; 32],
    /// Who made it.
    pub agent_id: AgentId,
    /// When.
    pub created_at: Time,
}

/// Stores a token.
///
/// # Errors
/// As the database; a role that does not exist is a foreign key that does not hold.
pub async fn insert(tx: &mut Tx, token: &NewApiToken) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO api_tokens (org_id, id, name, role_id, token_hash, agent_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            token.id,
            &token.name,
            token.role_id,
            token.token_hash,
            token.agent_id,
            token.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// The token with this secret, if it was not revoked.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, token_hash: [u8; 32]) -> Result<Option<ApiToken>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, name, role_id, used_at
         FROM api_tokens
         WHERE org_id = $1 AND token_hash = $2 AND revoked_at IS NULL",
        args![org, token_hash],
    )
    .await
}

/// All tokens: those that are good first, then the latest.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Shown>> {
    let org = conn.org();
    conn.all(
        "SELECT t.id, t.name, r.name AS role, a.name AS agent_name, t.created_at, t.used_at,
                t.revoked_at
         FROM api_tokens t
         JOIN roles r ON r.org_id = t.org_id AND r.id = t.role_id
         JOIN agents a ON a.org_id = t.org_id AND a.id = t.agent_id
         WHERE t.org_id = $1
         ORDER BY (CASE WHEN t.revoked_at IS NULL THEN 0 ELSE 1 END), t.created_at DESC, t.id",
        args![org],
    )
    .await
}

/// Writes down that a token was used.
///
/// # Errors
/// As the database.
pub async fn touch(tx: &mut Tx, id: ApiTokenId, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE api_tokens SET used_at = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, now],
    )
    .await?;
    Ok(())
}

/// Makes a token worthless.
///
/// # Errors
/// [`Error::NotFound`] when there is no such token, or it was revoked before.
pub async fn revoke(tx: &mut Tx, id: ApiTokenId, now: Time) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE api_tokens SET revoked_at = $3
             WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL",
            args![org, id, now],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("token in use")) } else { Ok(()) }
}

/// What a role allows.
///
/// # Errors
/// As the database.
pub async fn permissions(conn: &mut Conn, role: RoleId) -> Result<Vec<Permission>> {
    let org = conn.org();
    let rows: Vec<Held> = conn
        .all(
            "SELECT permission FROM role_permissions WHERE org_id = $1 AND role_id = $2",
            args![org, role],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.permission).collect())
}
