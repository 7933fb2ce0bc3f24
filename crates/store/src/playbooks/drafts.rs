//! The one draft of the playbook that an organization has at a time.

use earshot_model::{AgentId, PlaybookId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// The draft.
    pub struct Draft {
        /// Its id; the version's, once it decides.
        pub id: PlaybookId,
        /// Its text. It can always be read: what cannot is not stored.
        pub text: String,
        /// The version that it began as.
        pub based_on: i64,
        /// Grows by one with each change.
        pub revision: i64,
        /// Who changed it last.
        pub agent_id: AgentId,
        /// When it was begun.
        pub created_at: Time,
        /// When it was changed last.
        pub changed_at: Time,
    }
}

/// The draft, if there is one.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn) -> Result<Option<Draft>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, text, based_on, revision, agent_id, created_at, changed_at
         FROM playbook_drafts
         WHERE org_id = $1",
        args![org],
    )
    .await
}

/// The draft, held for this transaction: nobody else changes it before the commit.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn hold(tx: &mut Tx) -> Result<Draft> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        "SELECT id, text, based_on, revision, agent_id, created_at, changed_at
         FROM playbook_drafts WHERE org_id = $1 FOR UPDATE"
    } else {
        "SELECT id, text, based_on, revision, agent_id, created_at, changed_at
         FROM playbook_drafts WHERE org_id = $1"
    };
    tx.one("draft", sql, args![org]).await
}

/// Begins a draft. Gives false when somebody else has begun one in between: theirs stays.
///
/// # Errors
/// As the database.
pub async fn begin(tx: &mut Tx, draft: &Draft) -> Result<bool> {
    let org = tx.org();
    let made = tx
        .exec(
            "INSERT INTO playbook_drafts (
                 org_id, id, text, based_on, revision, agent_id, created_at, changed_at
             ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT DO NOTHING",
            args![
                org,
                draft.id,
                &draft.text,
                draft.based_on,
                draft.revision,
                draft.agent_id,
                draft.created_at,
                draft.changed_at,
            ],
        )
        .await?;
    Ok(made > 0)
}

/// Writes another text into the draft that was held at this revision.
///
/// # Errors
/// [`Error::Busy`] when it was changed in between.
pub async fn save(tx: &mut Tx, held: &Draft, text: &str, by: AgentId, at: Time) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE playbook_drafts
             SET text = $4, revision = revision + 1, agent_id = $5, changed_at = $6
             WHERE org_id = $1 AND id = $2 AND revision = $3",
            args![org, held.id, held.revision, text, by, at],
        )
        .await?;
    if changed == 0 { Err(Error::Busy) } else { Ok(()) }
}

/// Takes the draft away: it was thrown away, or it decides now.
///
/// # Errors
/// As the database.
pub async fn end(tx: &mut Tx, id: PlaybookId) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM playbook_drafts WHERE org_id = $1 AND id = $2", args![org, id]).await?;
    Ok(())
}
