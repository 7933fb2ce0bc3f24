//! What search asks: posts with their authors, people by name, cases by
//! number, each as far as one agent may see it.

use earshot_model::{
    Audience, CaseId, Direction, PersonId, PostId, PostState, Sentiment, Surface, ThreadId, Tier,
    Time, Visibility,
};

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::names;
use crate::search::Found;
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

/// How many people with a fitting beginning are looked at, before it is asked whom an agent may see.
const MOST_LOOKED_AT: i64 = 500;

row! {
    /// A post with its author and its case.
    pub struct SeenPost {
        /// Which post.
        pub post_id: PostId,
        /// The conversation that it stands in.
        pub thread_id: ThreadId,
        /// The kind of channel.
        pub channel: String,
        /// Which way it went.
        pub direction: Direction,
        /// Where on the channel it stands.
        pub surface: Surface,
        /// Who can read it there.
        pub audience: Audience,
        /// What became of it.
        pub state: PostState,
        /// The words.
        pub text: String,
        /// Where it can be seen.
        pub url: Option<String>,
        /// The language that the channel claims.
        pub claimed_language: Option<String>,
        /// The language that the funnel found; `und` when it could not tell.
        pub judged_language: Option<String>,
        /// How its author feels.
        pub sentiment: Option<Sentiment>,
        /// Stars of a review, 1 to 5.
        pub rating: Option<i64>,
        /// Whether it answers another post.
        pub is_reply: bool,
        /// When it was posted.
        pub posted_at: Time,
        /// Whether it came from an import of history.
        pub imported: bool,
        /// The author.
        pub person_id: PersonId,
        /// The author's name.
        pub person_name: String,
        /// The author's handle.
        pub handle: String,
        /// The name beside the handle.
        pub author_name: String,
        /// How many follow the author, if the channel says.
        pub followers: Option<i64>,
        /// The handle that it is addressed to; empty when unknown.
        pub recipient: String,
        /// The case that it belongs to, if any.
        pub case_id: Option<CaseId>,
        /// That case's number.
        pub case_number: Option<i64>,
    }
}

row! {
    /// What a search asks of a post before anybody may see it.
    pub struct Said {
        /// Which post.
        pub post_id: PostId,
        /// Its words.
        pub text: String,
        /// The language that the channel claims.
        pub claimed_language: Option<String>,
        /// The language that the funnel found.
        pub judged_language: Option<String>,
        /// The kind of channel.
        pub channel: String,
        /// Where on the channel it stands.
        pub surface: Surface,
        /// Who can read it there.
        pub audience: Audience,
        /// Where it can be seen.
        pub url: Option<String>,
        /// Stars of a review, 1 to 5.
        pub rating: Option<i64>,
        /// Whether it answers another post.
        pub is_reply: bool,
        /// The author's handle.
        pub handle: String,
        /// The name beside the handle.
        pub author_name: String,
        /// How many follow the author, if the channel tells.
        pub followers: Option<i64>,
        /// The handle that it is addressed to; empty when unknown.
        pub recipient: String,
    }
}

row! {
    /// A person whom a name or a handle found, once for each of their handles.
    pub struct FoundPerson {
        /// Who.
        pub person_id: PersonId,
        /// What we call them.
        pub display_name: String,
        /// The organization's own rating.
        pub tier: Tier,
        /// The kind of channel.
        pub channel: String,
        /// The handle there.
        pub handle: String,
    }
}

/// To whom a post (`t`, on account `a`) is addressed: what customers write in private to the account,
/// any other answer to the author of the post that it answers.
macro_rules! recipient {
    () => {
        "CASE
             WHEN t.audience = 'private' AND t.direction = 'inbound' THEN a.handle
             WHEN t.parent_external_id IS NULL THEN ''
             ELSE COALESCE((
                 SELECT pi.handle
                 FROM posts pt
                 JOIN identities pi ON pi.org_id = pt.org_id AND pi.id = pt.identity_id
                 WHERE pt.org_id = t.org_id AND pt.account_id = t.account_id
                   AND pt.external_id = t.parent_external_id
             ), '')
         END AS recipient"
    };
}

macro_rules! seen_posts {
    ($($which:literal),+) => {
        concat!(
            "SELECT
                 t.id AS post_id,
                 t.thread_id,
                 a.channel,
                 t.direction,
                 t.surface,
                 t.audience,
                 t.state,
                 t.text,
                 t.url,
                 t.claimed_language,
                 v.language AS judged_language,
                 v.sentiment,
                 t.rating,
                 (t.parent_external_id IS NOT NULL) AS is_reply,
                 t.posted_at,
                 t.imported,
                 t.person_id,
                 p.display_name AS person_name,
                 i.handle,
                 i.display_name AS author_name,
                 i.followers,
                 ",
            recipient!(),
            ",
                 t.case_id,
                 c.number AS case_number
             FROM posts t
             JOIN accounts a ON a.org_id = t.org_id AND a.id = t.account_id
             JOIN persons p ON p.org_id = t.org_id AND p.id = t.person_id
             JOIN identities i ON i.org_id = t.org_id AND i.id = t.identity_id
             LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
             LEFT JOIN cases c ON c.org_id = t.org_id AND c.id = t.case_id
             WHERE t.org_id = $1 AND t.state <> 'deleted' AND ",
            visible!(),
            $($which),+
        )
    };
}

/// Those of these posts that `eyes` may see, in no particular order. Deleted ones are left out.
///
/// # Errors
/// As the database.
pub async fn seen(conn: &mut Conn, eyes: &Visibility, posts: &[PostId]) -> Result<Vec<SeenPost>> {
    let org = conn.org();
    conn.all_in(
        seen_posts!(" AND t.id IN (?)"),
        &args![org, eyes.agent_id, sees_all(eyes)],
        posts.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// What these posts say and who says it, in no particular order, whoever may see them. Deleted ones are
/// left out.
///
/// # Errors
/// As the database.
pub async fn said(conn: &mut Conn, posts: &[PostId]) -> Result<Vec<Said>> {
    let org = conn.org();
    conn.all_in(
        concat!(
            "SELECT
             t.id AS post_id,
             t.text,
             t.claimed_language,
             CASE WHEN t.claimed_language IS NULL THEN (
                 SELECT v.language FROM verdicts v
                 WHERE v.org_id = t.org_id AND v.post_id = t.id
             ) END AS judged_language,
             a.channel,
             t.surface,
             t.audience,
             t.url,
             t.rating,
             (t.parent_external_id IS NOT NULL) AS is_reply,
             i.handle,
             i.display_name AS author_name,
             i.followers,
             ",
            recipient!(),
            "
         FROM posts t
         JOIN accounts a ON a.org_id = t.org_id AND a.id = t.account_id
         JOIN identities i ON i.org_id = t.org_id AND i.id = t.identity_id
         WHERE t.org_id = $1 AND t.state <> 'deleted' AND t.id IN (?)"
        ),
        &args![org],
        posts.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// Where a walk backwards in time goes on: before this post.
pub type Before = (Time, PostId);

/// A walk backwards over what customers said.
macro_rules! back {
    ($which:literal) => {
        seen_posts!(
            " AND t.direction = 'inbound' AND t.posted_at >= $4
              AND (t.posted_at, t.id) < ($5, $6)",
            $which,
            " ORDER BY t.posted_at DESC, t.id DESC
              LIMIT $7"
        )
    };
}

/// The customers' posts from `from` on that `eyes` may see, newest posted first, before `before`.
/// Deleted ones are left out; noise is in.
///
/// # Errors
/// As the database.
pub async fn heard(
    conn: &mut Conn,
    eyes: &Visibility,
    from: Time,
    before: Before,
    limit: i64,
) -> Result<Vec<SeenPost>> {
    let org = conn.org();
    conn.all(back!(""), args![org, eyes.agent_id, sees_all(eyes), from, before.0, before.1, limit])
        .await
}

/// As [`heard`], but only posts that a listener found.
///
/// # Errors
/// As the database.
pub async fn found(
    conn: &mut Conn,
    eyes: &Visibility,
    from: Time,
    before: Before,
    limit: i64,
) -> Result<Vec<SeenPost>> {
    let org = conn.org();
    conn.all(
        back!(
            " AND EXISTS (
                  SELECT 1 FROM listener_hits h WHERE h.org_id = t.org_id AND h.post_id = t.id
              )"
        ),
        args![org, eyes.agent_id, sees_all(eyes), from, before.0, before.1, limit],
    )
    .await
}

/// The posts of the search index, newest first, before `before` (a `doc_id`), at most `limit`: for
/// a search that no index can answer.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<Found>> {
    let org = conn.org();
    let sql = if conn.is_postgres() {
        "SELECT post_id, doc_id FROM search_posts
         WHERE org_id = $1 AND doc_id < $2
         ORDER BY doc_id DESC
         LIMIT $3"
    } else {
        // Left to itself it reads all posts of the organization and sorts them: 200 ms of a million.
        "SELECT post_id, doc_id FROM search_posts INDEXED BY search_posts_doc
         WHERE org_id = $1 AND doc_id < $2
         ORDER BY doc_id DESC
         LIMIT $3"
    };
    conn.all(sql, args![org, before.unwrap_or(i64::MAX), limit]).await
}

/// The case with this number, if there is one. Whether it may be seen is asked elsewhere.
///
/// # Errors
/// As the database.
pub async fn case_by_number(conn: &mut Conn, number: i64) -> Result<Option<CaseId>> {
    let org = conn.org();
    conn.cell("SELECT id AS it FROM cases WHERE org_id = $1 AND number = $2", args![org, number])
        .await
}

/// People of whom a handle, the name or a word of the name starts so: those with a case that `eyes`
/// may see, or all for someone who sees the whole organization. The brand's own handles and erased
/// people are left out.
///
/// # Errors
/// As the database.
pub async fn people(
    conn: &mut Conn,
    eyes: &Visibility,
    start: &str,
    limit: i64,
) -> Result<Vec<FoundPerson>> {
    let org = conn.org();
    let Some((from, to)) = names::range(start) else { return Ok(Vec::new()) };
    conn.all(
        concat!(
            "SELECT DISTINCT p.id AS person_id, p.display_name, p.tier, i.channel, i.handle
             FROM (
                 SELECT n.person_id FROM person_names n
                 WHERE n.org_id = $1 AND n.key >= $4 AND n.key < $5
                 ORDER BY n.key, n.person_id
                 LIMIT $6
             ) found
             JOIN persons p ON p.org_id = $1 AND p.id = found.person_id
             JOIN identities i ON i.org_id = $1 AND i.person_id = p.id
             WHERE NOT i.ours AND p.erased_at IS NULL
               AND ($3 OR EXISTS (
                   SELECT 1 FROM cases c
                   WHERE c.org_id = p.org_id AND c.person_id = p.id AND ",
            visible!(),
            "  ))
             ORDER BY p.display_name, i.handle
             LIMIT $7"
        ),
        args![org, eyes.agent_id, sees_all(eyes), from, to, MOST_LOOKED_AT, limit],
    )
    .await
}
