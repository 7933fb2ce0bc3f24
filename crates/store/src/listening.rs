//! What listeners found, counted and looked up: by day, by post, by version.

use earshot_model::{ListenerId, ListenerPurpose, PostId, Time, Visibility};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::cell::{FromCells, row};
use crate::conn::{Conn, placeholders};
use crate::error::Result;
use crate::reports::{Day, MOST_DAYS};
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

row! {
    struct HitOf {
        post_id: PostId,
    }
}

row! {
    /// How many posts a listener found on one day; several rows of one day add up.
    pub struct DayHits {
        /// Which listener.
        pub listener_id: ListenerId,
        /// Which day: its place in the list that was asked for, from 0.
        pub day: i64,
        /// Whether the funnel kept them out.
        pub noise: bool,
        /// Whether a case was made of them.
        pub in_case: bool,
        /// How many.
        pub posts: i64,
    }
}

row! {
    /// When a listener last found something.
    pub struct LastHit {
        /// Which listener.
        pub listener_id: ListenerId,
        /// When.
        pub hit_at: Time,
    }
}

row! {
    /// A listener that found a post.
    pub struct FoundBy {
        /// Which post.
        pub post_id: PostId,
        /// Which listener.
        pub listener_id: ListenerId,
        /// What that listener is for.
        pub purpose: ListenerPurpose,
    }
}

row! {
    /// A query that a listener had.
    pub struct Version {
        /// Its number.
        pub version: i64,
        /// The query.
        pub query: String,
        /// Who wrote it, as [`earshot_model::Actor`] prints itself.
        pub actor: String,
        /// When.
        pub created_at: Time,
    }
}

/// The most listeners whose days are counted in one statement.
const MOST_LISTENERS: usize = 500;

/// The statement of [`by_day`]: CROSS JOIN keeps days and listeners outside, so that each pair is one
/// walk over an index.
macro_rules! hits {
    ($cases:expr, $seen:expr) => {
        concat!(
            "WITH days (day, starts, ends) AS (VALUES (?))
             SELECT
                 h.listener_id,
                 d.day,
                 (t.state = 'noise') AS noise,
                 (t.case_id IS NOT NULL) AS in_case,
                 COUNT(*) AS posts
             FROM days d
             CROSS JOIN listeners l
             CROSS JOIN listener_hits h
             CROSS JOIN posts t ",
            $cases,
            " WHERE l.org_id = $1 AND l.id IN (??)
               AND h.org_id = l.org_id AND h.listener_id = l.id
               AND h.hit_at >= d.starts AND h.hit_at < d.ends
               AND t.org_id = h.org_id AND t.id = h.post_id
               AND ",
            $seen,
            " GROUP BY h.listener_id, d.day, (t.state = 'noise'), (t.case_id IS NOT NULL)"
        )
    };
}

/// For whom sees everything: no case has to be asked.
const ALL_HITS: &str = hits!("", "$3 AND $2 IS NOT NULL");
/// For everybody else.
const SEEN_HITS: &str =
    hits!("LEFT JOIN cases c ON c.org_id = t.org_id AND c.id = t.case_id", visible!());

/// What each of these listeners found on each of these days, by the time at which it was found, as far
/// as `eyes` may see it. At most [`MOST_DAYS`] days are looked at.
///
/// # Errors
/// As the database.
pub async fn by_day(
    conn: &mut Conn,
    eyes: &Visibility,
    days: &[Day],
    listeners: &[ListenerId],
) -> Result<Vec<DayHits>> {
    let mut counted = Vec::new();
    for some in listeners.chunks(MOST_LISTENERS) {
        counted.extend(count(conn, eyes, days, some).await?);
    }
    Ok(counted)
}

async fn count(
    conn: &mut Conn,
    eyes: &Visibility,
    days: &[Day],
    listeners: &[ListenerId],
) -> Result<Vec<DayHits>> {
    let all = sees_all(eyes);
    let mut values = args![conn.org(), eyes.agent_id, all];
    let mut marks = Vec::new();
    for (day, index) in days.iter().take(MOST_DAYS).zip(0_i64..) {
        marks.push(format!("({})", placeholders(values.len(), 3)));
        values.extend(args![index, day.from, day.to]);
    }
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let whose = placeholders(values.len(), listeners.len());
    values.extend(listeners.iter().map(|id| Value::from(*id)));
    let sql = if all { ALL_HITS } else { SEEN_HITS };
    let text = sql.replacen("(??)", &format!("({whose})"), 1);
    let text = text.replacen("(?)", &marks.join(", "), 1);
    let rows = conn.rows(AssertSqlSafe(text).into_sql_str(), values).await?;
    rows.iter().map(DayHits::from_cells).collect()
}

/// When each of these listeners last found something; those that never did are missing.
///
/// # Errors
/// As the database.
pub async fn last_hits(conn: &mut Conn, listeners: &[ListenerId]) -> Result<Vec<LastHit>> {
    let org = conn.org();
    conn.all_in(
        "SELECT listener_id, hit_at
         FROM (
             SELECT
                 l.id AS listener_id,
                 (SELECT MAX(h.hit_at) FROM listener_hits h
                  WHERE h.org_id = l.org_id AND h.listener_id = l.id) AS hit_at
             FROM listeners l
             WHERE l.org_id = $1 AND l.id IN (?)
         ) last
         WHERE hit_at IS NOT NULL",
        &args![org],
        listeners.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// What a listener found last, newest first, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, listener: ListenerId, limit: i64) -> Result<Vec<PostId>> {
    let org = conn.org();
    let hits: Vec<HitOf> = conn
        .all(
            "SELECT post_id FROM listener_hits
             WHERE org_id = $1 AND listener_id = $2
             ORDER BY hit_at DESC
             LIMIT $3",
            args![org, listener, limit],
        )
        .await?;
    Ok(hits.into_iter().map(|hit| hit.post_id).collect())
}

/// Which listeners found these posts, in no particular order.
///
/// # Errors
/// As the database.
pub async fn found_by(conn: &mut Conn, posts: &[PostId]) -> Result<Vec<FoundBy>> {
    let org = conn.org();
    conn.all_in(
        "SELECT h.post_id, h.listener_id, l.purpose
         FROM listener_hits h
         JOIN listeners l ON l.org_id = h.org_id AND l.id = h.listener_id
         WHERE h.org_id = $1 AND h.post_id IN (?)",
        &args![org],
        posts.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// The queries that a listener had, newest first.
///
/// # Errors
/// As the database.
pub async fn versions(conn: &mut Conn, listener: ListenerId) -> Result<Vec<Version>> {
    let org = conn.org();
    conn.all(
        "SELECT version, query, actor, created_at
         FROM listener_versions
         WHERE org_id = $1 AND listener_id = $2
         ORDER BY version DESC",
        args![org, listener],
    )
    .await
}
