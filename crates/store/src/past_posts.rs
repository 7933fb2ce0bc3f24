//! Posts of the past with what was said of them, for replays.

use earshot_model::{Audience, ListenerPurpose, PostId, Surface, Tier, Time};

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::{Value, args};

row! {
    /// A post of a customer with its verdict, and when the brand answered.
    pub struct PastPost {
        /// The post.
        pub id: PostId,
        /// The kind of channel.
        pub channel: String,
        /// The brand's handle there.
        pub handle: String,
        /// The words.
        pub text: String,
        /// Where on the channel it stands.
        pub surface: Surface,
        /// Who can read it.
        pub audience: Audience,
        /// Stars, for a review.
        pub rating: Option<i64>,
        /// How many follow the author.
        pub followers: Option<i64>,
        /// The organization's own rating of the author.
        pub tier: Tier,
        /// Whether it answers a post of the brand.
        pub answers_us: bool,
        /// JSON of the verdict.
        pub body: String,
        /// When it was posted.
        pub posted_at: Time,
        /// When the brand next spoke in the conversation, if it did.
        pub answered_at: Option<Time>,
    }
}

row! {
    /// A listener of this purpose matched a post.
    pub struct PurposeHit {
        /// The post.
        pub post_id: PostId,
        /// The purpose.
        pub purpose: ListenerPurpose,
    }
}

/// The place after which a page begins.
#[derive(Debug, Clone, Copy)]
pub struct After {
    /// The time of the last post that was read.
    pub at: Time,
    /// The post itself; nothing before the first page.
    pub id: Option<PostId>,
}

/// At most `limit` posts of customers after `after` and before `to`, oldest first. Posts that were
/// deleted or whose author was erased have no verdict any more and are left out.
///
/// # Errors
/// As the database.
pub async fn page(conn: &mut Conn, after: After, to: Time, limit: i64) -> Result<Vec<PastPost>> {
    let org = conn.org();
    let id = after.id.map(|id| id.bytes().to_vec()).unwrap_or_default();
    conn.all(
        "SELECT
             t.id,
             a.channel,
             a.handle,
             t.text,
             t.surface,
             t.audience,
             t.rating,
             i.followers,
             p.tier,
             EXISTS (
                 SELECT 1 FROM posts o
                 WHERE o.org_id = t.org_id
                   AND o.account_id = t.account_id
                   AND o.external_id = t.parent_external_id
                   AND o.direction = 'outbound'
             ) AS answers_us,
             v.body,
             t.posted_at,
             (SELECT MIN(o.posted_at) FROM posts o
              WHERE o.org_id = t.org_id
                AND o.thread_id = t.thread_id
                AND o.posted_at >= t.posted_at
                AND o.direction = 'outbound') AS answered_at
         FROM posts t
         JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
         JOIN accounts a ON a.org_id = t.org_id AND a.id = t.account_id
         JOIN identities i ON i.org_id = t.org_id AND i.id = t.identity_id
         JOIN persons p ON p.org_id = t.org_id AND p.id = t.person_id
         WHERE t.org_id = $1
           AND t.posted_at >= $2
           AND t.posted_at < $3
           AND (t.posted_at > $2 OR t.id > $4)
           AND t.direction = 'inbound'
           AND v.body <> ''
         ORDER BY t.posted_at, t.id
         LIMIT $5",
        args![org, after.at, to, id, limit],
    )
    .await
}

/// The purposes of the listeners that matched these posts.
///
/// # Errors
/// As the database.
pub async fn purposes(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<PurposeHit>> {
    let org = conn.org();
    conn.all_in(
        "SELECT h.post_id, l.purpose
         FROM listener_hits h
         JOIN listeners l ON l.org_id = h.org_id AND l.id = h.listener_id
         WHERE h.org_id = $1 AND h.post_id IN (?)
         ORDER BY h.post_id, l.purpose",
        &args![org],
        posts.into_iter().map(Value::from).collect(),
    )
    .await
}

/// The time of the newest post of a customer.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn) -> Result<Option<Time>> {
    let org = conn.org();
    conn.cell(
        "SELECT posted_at AS it
         FROM posts
         WHERE org_id = $1 AND direction = 'inbound'
         ORDER BY posted_at DESC
         LIMIT 1",
        args![org],
    )
    .await
}

/// How many posts [`page`] would give from `from` to `to`.
///
/// # Errors
/// As the database.
pub async fn count(conn: &mut Conn, from: Time, to: Time) -> Result<i64> {
    let org = conn.org();
    let found = conn
        .cell(
            "SELECT COUNT(*) AS it
             FROM posts t
             JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
             WHERE t.org_id = $1
               AND t.posted_at >= $2
               AND t.posted_at < $3
               AND t.direction = 'inbound'
               AND v.body <> ''",
            args![org, from, to],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// The time from which on there are about `most` judged posts of customers; nothing without any.
///
/// # Errors
/// As the database.
pub async fn newest_from(conn: &mut Conn, most: i64) -> Result<Option<Time>> {
    let org = conn.org();
    let from = conn
        .cell(
            "SELECT t.posted_at AS it
             FROM posts t
             JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
             WHERE t.org_id = $1 AND t.direction = 'inbound' AND v.body <> ''
             ORDER BY t.posted_at DESC
             LIMIT 1 OFFSET $2",
            args![org, most.saturating_sub(1)],
        )
        .await?;
    match from {
        Some(from) => Ok(Some(from)),
        // There are fewer: from the first one.
        None => Ok(newest(conn).await?.map(|_| Time(i64::MIN))),
    }
}
