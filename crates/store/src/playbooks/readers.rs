//! Who said of which version of the playbook that they have read it.

use earshot_model::{AgentId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// Somebody has read a version.
    pub struct Reading {
        /// Who.
        pub agent_id: AgentId,
        /// The newest version that they have read.
        pub version: i64,
        /// When they said so.
        pub read_at: Time,
    }
}

/// The newest version that each person has read.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn) -> Result<Vec<Reading>> {
    let org = conn.org();
    conn.all(
        "SELECT r.agent_id, r.version, r.read_at
         FROM playbook_readers r
         WHERE r.org_id = $1 AND NOT EXISTS (
             SELECT 1 FROM playbook_readers later
             WHERE later.org_id = r.org_id AND later.agent_id = r.agent_id
               AND later.version > r.version
         )
         ORDER BY r.agent_id",
        args![org],
    )
    .await
}

/// Whether the version at work is one that this agent has not read.
///
/// # Errors
/// As the database.
pub async fn is_new_to(conn: &mut Conn, agent: AgentId) -> Result<bool> {
    let org = conn.org();
    let unread: Option<i64> = conn
        .cell(
            "SELECT p.version AS it FROM playbooks p
             WHERE p.org_id = $1 AND p.active AND NOT EXISTS (
                 SELECT 1 FROM playbook_readers r
                 WHERE r.org_id = p.org_id AND r.agent_id = $2 AND r.version = p.version
             )",
            args![org, agent],
        )
        .await?;
    Ok(unread.is_some())
}

/// Writes down that somebody has read a version. Gives whether that is new.
///
/// # Errors
/// As the database.
pub async fn note(tx: &mut Tx, agent: AgentId, version: i64, at: Time) -> Result<bool> {
    let org = tx.org();
    let noted = tx
        .exec(
            "INSERT INTO playbook_readers (org_id, agent_id, version, read_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            args![org, agent, version, at],
        )
        .await?;
    Ok(noted > 0)
}
