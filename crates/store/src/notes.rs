//! Remarks inside a case that no customer sees, and what is typed but not sent.

use earshot_model::{AgentId, Audience, CaseId, NoteId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A note.
    pub struct Note {
        /// Its id.
        pub id: NoteId,
        /// The case.
        pub case_id: CaseId,
        /// Who wrote it.
        pub agent_id: AgentId,
        /// The words; empty once erased.
        pub text: String,
        /// When.
        pub created_at: Time,
    }
}

row! {
    /// Something typed and not yet sent.
    pub struct Draft {
        /// Who may read it, once sent; `internal` for a note.
        pub audience: Audience,
        /// The words.
        pub text: String,
        /// When it was last typed at.
        pub updated_at: Time,
    }
}

row! {
    /// A case in which somebody has something unsent.
    pub struct DraftMark {
        /// The case.
        pub case_id: CaseId,
        /// The words.
        pub text: String,
    }
}

/// Stores a note with the salt of its digest.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, note: &Note, salt: [u8; 16]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO notes (org_id, id, case_id, agent_id, text, salt, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            note.id,
            note.case_id,
            note.agent_id,
            &note.text,
            salt.as_slice(),
            note.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// Whether there is a note with this id.
///
/// # Errors
/// As the database.
pub async fn exists(conn: &mut Conn, id: NoteId) -> Result<bool> {
    let org = conn.org();
    let found: Option<i64> = conn
        .cell("SELECT COUNT(*) AS it FROM notes WHERE org_id = $1 AND id = $2", args![org, id])
        .await?;
    Ok(found.is_some_and(|count| count > 0))
}

/// The notes of a case, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Note>> {
    let org = conn.org();
    conn.all(
        "SELECT id, case_id, agent_id, text, created_at
         FROM notes
         WHERE org_id = $1 AND case_id = $2
         ORDER BY created_at, id",
        args![org, case],
    )
    .await
}

/// Keeps a draft; an empty text removes it.
///
/// # Errors
/// As the database.
pub async fn keep_draft(tx: &mut Tx, case: CaseId, agent: AgentId, draft: &Draft) -> Result<()> {
    let org = tx.org();
    if draft.text.is_empty() {
        return discard_draft(tx, case, agent, draft.audience).await;
    }
    tx.exec(
        "INSERT INTO drafts (org_id, case_id, agent_id, audience, text, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, case_id, agent_id, audience)
         DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
        args![org, case, agent, draft.audience, &draft.text, draft.updated_at],
    )
    .await?;
    Ok(())
}

/// Removes a draft, because it was sent or given up.
///
/// # Errors
/// As the database.
pub async fn discard_draft(
    tx: &mut Tx,
    case: CaseId,
    agent: AgentId,
    audience: Audience,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM drafts WHERE org_id = $1 AND case_id = $2 AND agent_id = $3 AND audience = $4",
        args![org, case, agent, audience],
    )
    .await?;
    Ok(())
}

/// What one agent has typed in one case.
///
/// # Errors
/// As the database.
pub async fn drafts(conn: &mut Conn, case: CaseId, agent: AgentId) -> Result<Vec<Draft>> {
    let org = conn.org();
    conn.all(
        "SELECT audience, text, updated_at
         FROM drafts
         WHERE org_id = $1 AND case_id = $2 AND agent_id = $3",
        args![org, case, agent],
    )
    .await
}

/// The cases in which an agent has something unsent.
///
/// # Errors
/// As the database.
pub async fn draft_marks(conn: &mut Conn, agent: AgentId) -> Result<Vec<DraftMark>> {
    let org = conn.org();
    conn.all(
        "SELECT case_id, text FROM drafts WHERE org_id = $1 AND agent_id = $2",
        args![org, agent],
    )
    .await
}
