//! Versions of the playbook.

use earshot_model::{PlaybookId, Time};

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
        /// JSON of its lines.
        pub lines: String,
        /// Whether it decides now.
        pub active: bool,
        /// When it was made.
        pub created_at: Time,
    }
}

/// Stores a version and makes it the one that decides.
///
/// # Errors
/// [`crate::Error::Conflict`] when the number is taken.
pub async fn activate(tx: &mut Tx, version: &PlaybookVersion) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE playbooks SET active = $2 WHERE org_id = $1", args![org, false]).await?;
    tx.exec(
        "INSERT INTO playbooks (org_id, id, version, lines, active, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![org, version.id, version.version, &version.lines, true, version.created_at],
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
        "SELECT id, version, lines, active, created_at
         FROM playbooks
         WHERE org_id = $1 AND active
         LIMIT 1",
        args![org],
    )
    .await
}
