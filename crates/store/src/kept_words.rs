//! What posts under legal hold said before their source changed or removed them. Nobody sees it in a
//! thread or a search; it is there for whoever has to show it, and goes when the hold is lifted.

use earshot_model::{PersonId, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// Words that a post had.
    pub struct Kept {
        /// Which post.
        pub post_id: PostId,
        /// Which of its revisions.
        pub revision: String,
        /// The words.
        pub text: String,
        /// Where they stood.
        pub url: Option<String>,
        /// When the post was posted.
        pub posted_at: Time,
        /// When its source changed or removed it.
        pub kept_at: Time,
    }
}

/// Keeps what a post says, if a hold is in force on its author or on the customer of its case.
pub(crate) async fn keep(tx: &mut Tx, post: PostId, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO kept_words (org_id, post_id, revision, text, salt, url, kept_at)
         SELECT p.org_id, p.id, p.revision, p.text, p.salt, p.url, $3
         FROM posts p
         WHERE p.org_id = $1 AND p.id = $2 AND p.text <> '' AND EXISTS (
             SELECT 1 FROM holds h
             WHERE h.org_id = p.org_id AND h.lifted_at IS NULL AND (
                 h.person_id = p.person_id
                 OR h.person_id = (
                     SELECT c.person_id FROM cases c
                     WHERE c.org_id = p.org_id AND c.id = p.case_id)))
         ON CONFLICT DO NOTHING",
        args![org, post, now],
    )
    .await?;
    Ok(())
}

/// Forgets what no hold keeps any more.
pub(crate) async fn release(tx: &mut Tx) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM kept_words WHERE org_id = $1 AND NOT EXISTS (
             SELECT 1
             FROM posts p
             JOIN holds h ON h.org_id = p.org_id AND h.lifted_at IS NULL
             WHERE p.org_id = kept_words.org_id AND p.id = kept_words.post_id AND (
                 h.person_id = p.person_id
                 OR h.person_id = (
                     SELECT c.person_id FROM cases c
                     WHERE c.org_id = p.org_id AND c.id = p.case_id)))",
        args![org],
    )
    .await?;
    Ok(())
}

/// What is kept of the posts of a person, and of those in their cases, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Kept>> {
    let org = conn.org();
    conn.all(
        "SELECT k.post_id, k.revision, k.text, k.url, p.posted_at, k.kept_at
         FROM kept_words k
         JOIN posts p ON p.org_id = k.org_id AND p.id = k.post_id
         LEFT JOIN cases c ON c.org_id = p.org_id AND c.id = p.case_id
         WHERE k.org_id = $1 AND (p.person_id = $2 OR c.person_id = $2)
         ORDER BY p.posted_at, k.post_id, k.kept_at, k.revision",
        args![org, person],
    )
    .await
}
