//! Logins of browsers. The secret itself is never stored, only its SHA-256.

use earshot_model::{AgentId, SessionId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// One login of one browser.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// Who logged in.
        pub agent_id: AgentId,
        /// What every form of this login carries.
        pub csrf: String,
        /// When it began.
        pub created_at: Time,
        /// When it was last used.
        pub seen_at: Time,
        /// When it ends.
        pub expires_at: Time,
    }
}

/// Stores a login.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, session: &Session, token_hash: [u8; 32]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO sessions (org_id, id, agent_id, token_hash, csrf, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            org,
            session.id,
            session.agent_id,
            token_hash,
            &session.csrf,
            session.created_at,
            session.seen_at,
            session.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// The login with this secret, if it has not ended and its agent is not switched off.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, token_hash: [u8; 32], now: Time) -> Result<Option<Session>> {
    let org = conn.org();
    conn.optional(
        "SELECT s.id, s.agent_id, s.csrf, s.created_at, s.seen_at, s.expires_at
         FROM sessions s
         JOIN agents a ON a.org_id = s.org_id AND a.id = s.agent_id
         WHERE s.org_id = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND a.disabled_at IS NULL",
        args![org, token_hash, now],
    )
    .await
}

/// Moves the end of a login that is in use.
///
/// # Errors
/// As the database.
pub async fn touch(tx: &mut Tx, id: SessionId, seen_at: Time, expires_at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE sessions SET seen_at = $3, expires_at = $4 WHERE org_id = $1 AND id = $2",
        args![org, id, seen_at, expires_at],
    )
    .await?;
    Ok(())
}

/// Ends a login.
///
/// # Errors
/// As the database.
pub async fn delete(tx: &mut Tx, id: SessionId) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM sessions WHERE org_id = $1 AND id = $2", args![org, id]).await?;
    Ok(())
}

/// Ends all logins of an agent. Gives how many there were.
///
/// # Errors
/// As the database.
pub async fn delete_of(tx: &mut Tx, agent: AgentId) -> Result<u64> {
    let org = tx.org();
    tx.exec("DELETE FROM sessions WHERE org_id = $1 AND agent_id = $2", args![org, agent]).await
}

/// Ends all logins of an agent but one. Gives how many ended.
///
/// # Errors
/// As the database.
pub async fn delete_others(tx: &mut Tx, agent: AgentId, but: SessionId) -> Result<u64> {
    let org = tx.org();
    let sql = "DELETE FROM sessions WHERE org_id = $1 AND agent_id = $2 AND id <> $3";
    tx.exec(sql, args![org, agent, but]).await
}

/// Whether an agent is logged in anywhere.
///
/// # Errors
/// As the database.
pub async fn is_here(conn: &mut Conn, agent: AgentId, now: Time) -> Result<bool> {
    let org = conn.org();
    let found: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM sessions
             WHERE org_id = $1 AND agent_id = $2 AND expires_at > $3",
            args![org, agent, now],
        )
        .await?;
    Ok(found.unwrap_or(0) > 0)
}

row! {
    struct Gone {
        id: AgentId,
    }
}

/// Who counts as here or away, though their last login has run out. Whoever never logged in is not
/// among them: somebody else said that they are here.
///
/// # Errors
/// As the database.
pub async fn gone(conn: &mut Conn, now: Time) -> Result<Vec<AgentId>> {
    let org = conn.org();
    let rows: Vec<Gone> = conn
        .all(
            "SELECT a.id
             FROM agents a
             WHERE a.org_id = $1 AND a.presence <> 'offline'
               AND EXISTS (
                   SELECT 1 FROM sessions s WHERE s.org_id = a.org_id AND s.agent_id = a.id)
               AND NOT EXISTS (
                   SELECT 1 FROM sessions s
                   WHERE s.org_id = a.org_id AND s.agent_id = a.id AND s.expires_at > $2)
             ORDER BY a.id",
            args![org, now],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
