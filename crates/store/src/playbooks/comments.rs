//! Remarks on drafts of the playbook.

use earshot_model::{AgentId, CommentId, PlaybookId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A remark.
    pub struct Comment {
        /// Its id.
        pub id: CommentId,
        /// The line that it is about; none for the whole draft.
        pub line: Option<i64>,
        /// The words.
        pub text: String,
        /// Who wrote it.
        pub agent_id: AgentId,
        /// When.
        pub created_at: Time,
        /// When it was settled, if it was.
        pub settled_at: Option<Time>,
    }
}

/// Stores a remark.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, draft: PlaybookId, comment: &Comment) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO playbook_comments (
             org_id, id, playbook_id, line, text, agent_id, created_at, settled_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            org,
            comment.id,
            draft,
            comment.line,
            &comment.text,
            comment.agent_id,
            comment.created_at,
            comment.settled_at,
        ],
    )
    .await?;
    Ok(())
}

/// Settles a remark on this draft.
///
/// # Errors
/// [`Error::NotFound`] when there is no such open remark.
pub async fn settle(tx: &mut Tx, draft: PlaybookId, id: CommentId, at: Time) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE playbook_comments SET settled_at = $4
             WHERE org_id = $1 AND playbook_id = $2 AND id = $3 AND settled_at IS NULL",
            args![org, draft, id, at],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("open remark")) } else { Ok(()) }
}

/// The remarks on a draft or version, oldest first.
///
/// # Errors
/// As the database.
pub async fn of(conn: &mut Conn, playbook: PlaybookId) -> Result<Vec<Comment>> {
    let org = conn.org();
    conn.all(
        "SELECT id, line, text, agent_id, created_at, settled_at
         FROM playbook_comments
         WHERE org_id = $1 AND playbook_id = $2
         ORDER BY created_at, id",
        args![org, playbook],
    )
    .await
}
