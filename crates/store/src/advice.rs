//! What people said to what the playbook suggested, and what it decided in a period.

use earshot_model::{AgentId, Audience, CaseId, PostId, Time, Visibility};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

row! {
    /// An answer to one suggestion.
    pub struct Answered {
        /// The post whose decision suggests it.
        pub post_id: PostId,
        /// Its place among the actions of that decision, from 0.
        pub place: i64,
        /// The case.
        pub case_id: CaseId,
        /// Which version of the playbook suggests it.
        pub playbook_version: i64,
        /// Which line; 0 for a rule of the house, or the matrix.
        pub line: i64,
        /// The word of the action.
        pub act: String,
        /// `taken`, `left` or `otherwise`.
        pub answer: String,
        /// The word of the reason; empty for what was taken.
        pub reason: String,
        /// Who answered.
        pub agent_id: AgentId,
        /// When.
        pub answered_at: Time,
    }
}

row! {
    /// A decision of the playbook about a post.
    pub struct Decided {
        /// The post.
        pub post_id: PostId,
        /// Its case, if it has one.
        pub case_id: Option<CaseId>,
        /// When it was posted.
        pub posted_at: Time,
        /// JSON of the decision; empty once the post is gone.
        pub decision: String,
    }
}

row! {
    /// An answer to a public post, and the decision about that post.
    pub struct Replied {
        /// Who can read the answer.
        pub audience: Audience,
        /// JSON of the decision; empty once the post is gone.
        pub decision: String,
    }
}

/// Stores an answer. A later one to the same suggestion replaces it.
///
/// # Errors
/// As the database.
pub async fn answer(tx: &mut Tx, row: &Answered) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO advice (
             org_id, post_id, place, case_id, playbook_version, line, act, answer, reason, agent_id,
             answered_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (org_id, post_id, place) DO UPDATE SET
             case_id = excluded.case_id,
             playbook_version = excluded.playbook_version,
             line = excluded.line,
             act = excluded.act,
             answer = excluded.answer,
             reason = excluded.reason,
             agent_id = excluded.agent_id,
             answered_at = excluded.answered_at",
        args![
            org,
            row.post_id,
            row.place,
            row.case_id,
            row.playbook_version,
            row.line,
            &row.act,
            &row.answer,
            &row.reason,
            row.agent_id,
            row.answered_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes an answer back: the suggestion stands again. Gives whether there was one.
///
/// # Errors
/// As the database.
pub async fn forget(tx: &mut Tx, post: PostId, place: i64) -> Result<bool> {
    let org = tx.org();
    let sql = "DELETE FROM advice WHERE org_id = $1 AND post_id = $2 AND place = $3";
    Ok(tx.exec(sql, args![org, post, place]).await? > 0)
}

/// The answers to the suggestions of these posts.
///
/// # Errors
/// As the database.
pub async fn of_posts(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<Answered>> {
    let org = conn.org();
    conn.all_in(
        "SELECT post_id, place, case_id, playbook_version, line, act, answer, reason, agent_id,
                answered_at
         FROM advice
         WHERE org_id = $1 AND post_id IN (?)
         ORDER BY post_id, place",
        &args![org],
        posts.into_iter().map(Value::from).collect(),
    )
    .await
}

/// What the playbook decided about customers' posts of `from..to` that `eyes` may see, the newest
/// first, at most `most`. Noise and imported history are left out.
///
/// # Errors
/// As the database.
pub async fn decided(
    conn: &mut Conn,
    eyes: &Visibility,
    from: Time,
    to: Time,
    most: i64,
) -> Result<Vec<Decided>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT t.id AS post_id, t.case_id, t.posted_at, v.decision
             FROM posts t
             JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
             LEFT JOIN cases c ON c.org_id = t.org_id AND c.id = t.case_id
             WHERE t.org_id = $1 AND t.posted_at >= $4 AND t.posted_at < $5
               AND t.direction = 'inbound' AND t.state <> 'noise' AND NOT t.imported AND ",
            visible!(),
            " ORDER BY t.posted_at DESC
             LIMIT $6"
        ),
        args![org, eyes.agent_id, sees_all(eyes), from, to, most],
    )
    .await
}

/// The answers to public posts that were written in `from..to` and went out, with what the playbook had said of those
/// posts, as far as `eyes` may see their cases; the newest first, at most `most`.
///
/// # Errors
/// As the database.
pub async fn replied(
    conn: &mut Conn,
    eyes: &Visibility,
    from: Time,
    to: Time,
    most: i64,
) -> Result<Vec<Replied>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT o.audience, v.decision
             FROM outbox o
             JOIN posts t ON t.org_id = o.org_id AND t.id = o.to_post_id
             JOIN verdicts v ON v.org_id = o.org_id AND v.post_id = o.to_post_id
             JOIN cases c ON c.org_id = o.org_id AND c.id = o.case_id
             WHERE o.org_id = $1 AND o.created_at >= $4 AND o.created_at < $5
               AND o.state = 'sent' AND t.audience <> 'private' AND ",
            visible!(),
            " ORDER BY o.created_at DESC
             LIMIT $6"
        ),
        args![org, eyes.agent_id, sees_all(eyes), from, to, most],
    )
    .await
}
