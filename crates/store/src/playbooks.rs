//! Versions of the playbook, and the draft that the next one is made of.

pub mod comments;
pub mod drafts;
pub mod readers;
pub mod replays;
pub mod signatures;

use earshot_model::{AgentId, PlaybookId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// One version of the playbook.
    pub struct PlaybookVersion {
        /// Its id.
        pub id: PlaybookId,
        /// Its number.
        pub version: i64,
        /// Its text; JSON of its lines, where it is older than playbooks as text.
        pub lines: String,
        /// Whether it decides now.
        pub active: bool,
        /// When it was made.
        pub created_at: Time,
        /// Who let it decide; nobody for the first.
        pub agent_id: Option<AgentId>,
    }
}

row! {
    /// A version without its text, for lists.
    pub struct VersionLine {
        /// Its number.
        pub version: i64,
        /// Whether it decides now.
        pub active: bool,
        /// When it was made.
        pub created_at: Time,
        /// Who let it decide.
        pub agent_id: Option<AgentId>,
    }
}

/// Stores a version and makes it the one that decides.
///
/// # Errors
/// [`crate::Error::Conflict`] when the number is taken.
pub async fn activate(tx: &mut Tx, version: &PlaybookVersion) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE playbooks SET active = $2 WHERE org_id = $1 AND active", args![org, false])
        .await?;
    tx.exec(
        "INSERT INTO playbooks (org_id, id, version, lines, active, created_at, agent_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            version.id,
            version.version,
            &version.lines,
            true,
            version.created_at,
            version.agent_id,
        ],
    )
    .await?;
    Ok(())
}

/// The version that decides, if there is one.
///
/// # Errors
/// As the database.
pub async fn active(conn: &mut Conn) -> Result<Option<PlaybookVersion>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, version, lines, active, created_at, agent_id
         FROM playbooks
         WHERE org_id = $1 AND active
         LIMIT 1",
        args![org],
    )
    .await
}

/// The number of the version that decides, if there is one: what the inbound loop asks often.
///
/// # Errors
/// As the database.
pub async fn active_version(conn: &mut Conn) -> Result<Option<i64>> {
    let org = conn.org();
    conn.cell(
        "SELECT version AS it FROM playbooks WHERE org_id = $1 AND active LIMIT 1",
        args![org],
    )
    .await
}

/// A version by its number.
///
/// # Errors
/// As the database.
pub async fn version(conn: &mut Conn, version: i64) -> Result<Option<PlaybookVersion>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, version, lines, active, created_at, agent_id
         FROM playbooks
         WHERE org_id = $1 AND version = $2",
        args![org, version],
    )
    .await
}

/// All versions, newest first.
///
/// # Errors
/// As the database.
pub async fn versions(conn: &mut Conn) -> Result<Vec<VersionLine>> {
    let org = conn.org();
    conn.all(
        "SELECT version, active, created_at, agent_id
         FROM playbooks
         WHERE org_id = $1
         ORDER BY version DESC",
        args![org],
    )
    .await
}

/// The number that the next version gets.
///
/// # Errors
/// As the database.
pub async fn next_version(conn: &mut Conn) -> Result<i64> {
    let org = conn.org();
    let newest: Option<i64> = conn
        .cell(
            "SELECT version AS it FROM playbooks WHERE org_id = $1 ORDER BY version DESC LIMIT 1",
            args![org],
        )
        .await?;
    Ok(newest.unwrap_or(0).saturating_add(1))
}
