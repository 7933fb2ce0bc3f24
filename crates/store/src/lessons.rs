//! What people taught the filter, and what became of it.

use earshot_model::{AgentId, PersonId, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::{Value, args};

row! {
    /// One thing that a person said of a post.
    pub struct Lesson {
        /// Its number in the organization: lessons are learned in this order. Given by [`insert`].
        pub number: i64,
        /// The post.
        pub post_id: PostId,
        /// Who wrote the post.
        pub person_id: PersonId,
        /// Where it was said: [`DESK`] or [`REVIEW`].
        pub source: String,
        /// Which field of the verdict.
        pub field: String,
        /// What the funnel had said.
        pub said: String,
        /// What is true.
        pub value: String,
        /// The words of the post.
        pub text: String,
        /// Whether the post spoke to us.
        pub addressed: bool,
        /// Who says so.
        pub agent_id: AgentId,
        /// When.
        pub taught_at: Time,
        /// Who took it back.
        pub withdrawn_by: Option<AgentId>,
        /// When.
        pub withdrawn_at: Option<Time>,
    }
}

/// The source of what was said at a case.
pub const DESK: &str = "desk";

/// The source of what was said in the review of a sample.
pub const REVIEW: &str = "review";

row! {
    /// Where the lessons of an organization stand: different heads mean that something is to be
    /// learned or unlearned.
    #[derive(Copy, Eq, Default)]
    pub struct Head {
        /// The last number that was given and still has its row; 0 without any.
        pub last: i64,
        /// How many were not taken back.
        pub lessons: i64,
    }
}

macro_rules! lessons {
    ($end:literal) => {
        concat!(
            "SELECT number, post_id, person_id, source, field, said, value, text, addressed,
                    agent_id, taught_at, withdrawn_by, withdrawn_at
             FROM lessons ",
            $end
        )
    };
}

/// Stores a lesson under the next number, which it gives. Its own number is not looked at.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, lesson: &Lesson) -> Result<i64> {
    let org = tx.org();
    // The row is held until the end of the transaction: numbers are given in the order of commit.
    let number: i64 = tx
        .cell(
            "INSERT INTO lesson_heads (org_id, last) VALUES ($1, 1)
             ON CONFLICT (org_id) DO UPDATE SET last = lesson_heads.last + 1
             RETURNING last AS it",
            args![org],
        )
        .await?
        .ok_or(Error::NotFound("number of a lesson"))?;
    tx.exec(
        "INSERT INTO lessons (
             org_id, number, post_id, person_id, source, field, said, value, text, addressed,
             agent_id, taught_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            org,
            number,
            lesson.post_id,
            lesson.person_id,
            &lesson.source,
            &lesson.field,
            &lesson.said,
            &lesson.value,
            &lesson.text,
            lesson.addressed,
            lesson.agent_id,
            lesson.taught_at,
        ],
    )
    .await?;
    Ok(number)
}

/// The lesson with this number.
///
/// # Errors
/// [`Error::NotFound`], or as the database.
pub async fn find(conn: &mut Conn, number: i64) -> Result<Lesson> {
    let org = conn.org();
    conn.one("correction", lessons!("WHERE org_id = $1 AND number = $2"), args![org, number]).await
}

/// Takes a lesson back. Gives whether it still stood.
///
/// # Errors
/// As the database.
pub async fn withdraw(tx: &mut Tx, number: i64, by: AgentId, now: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE lessons SET withdrawn_by = $3, withdrawn_at = $4
             WHERE org_id = $1 AND number = $2 AND withdrawn_at IS NULL",
            args![org, number, by, now],
        )
        .await?;
    Ok(changed > 0)
}

/// The lessons about these posts that stand, in their order.
///
/// # Errors
/// As the database.
pub async fn of_posts(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<Lesson>> {
    let org = conn.org();
    let mut found: Vec<Lesson> = conn
        .all_in(
            lessons!("WHERE org_id = $1 AND withdrawn_at IS NULL AND post_id IN (?)"),
            &args![org],
            posts.into_iter().map(Value::from).collect(),
        )
        .await?;
    found.sort_by_key(|lesson| lesson.number);
    Ok(found)
}

/// The lessons that stand with numbers from `after` (left out) to `upto`, in their order.
///
/// # Errors
/// As the database.
pub async fn standing(conn: &mut Conn, after: i64, upto: i64) -> Result<Vec<Lesson>> {
    let org = conn.org();
    conn.all(
        lessons!(
            "WHERE org_id = $1 AND number > $2 AND number <= $3 AND withdrawn_at IS NULL
             ORDER BY number"
        ),
        args![org, after, upto],
    )
    .await
}

/// The newest lessons before a number, newest first, also those that were taken back.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<Lesson>> {
    let org = conn.org();
    conn.all(
        lessons!("WHERE org_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3"),
        args![org, before, limit],
    )
    .await
}

/// Where the lessons up to a number stand.
///
/// # Errors
/// As the database.
pub async fn head(conn: &mut Conn, upto: i64) -> Result<Head> {
    let org = conn.org();
    conn.one(
        "organization",
        "SELECT COALESCE(MAX(number), 0) AS last,
                COUNT(CASE WHEN withdrawn_at IS NULL THEN 1 END) AS lessons
         FROM lessons
         WHERE org_id = $1 AND number <= $2",
        args![org, upto],
    )
    .await
}

/// Forgets what was learned from these posts: their words are gone at the source.
pub(crate) async fn forget_posts(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let org = tx.org();
    let list = posts.iter().map(|id| Value::from(*id)).collect();
    tx.exec_in("DELETE FROM lessons WHERE org_id = $1 AND post_id IN (?)", &args![org], list)
        .await?;
    Ok(())
}

/// Forgets what was learned from a person's words.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM lessons WHERE org_id = $1 AND person_id = $2", args![org, person]).await?;
    Ok(())
}
