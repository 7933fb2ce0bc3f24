//! What reports count: posts and cases of a range of time, as far as one agent may see them.
//!
//! A post counts on the day on which it was posted and a case on the day on which it was opened, so
//! that imported history counts on its own time.

use earshot_model::{
    CaseId, CaseStatus, Direction, QueueId, Sentiment, SlaClass, Time, Visibility,
};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::cell::{FromCells, row};
use crate::conn::{Conn, placeholders};
use crate::error::Result;
use crate::post_counts::QUARTER;
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

/// The most days in one statement: three values each stay far below the limits of both engines.
pub const MOST_DAYS: usize = 4_000;

/// A day of a report, as points in time: it need not have 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its first microsecond.
    pub from: Time,
    /// The first microsecond after it.
    pub to: Time,
}

row! {
    /// How many posts of one kind fell on one day; several of the same kind add up.
    pub struct PostCount {
        /// Which day: its place in the list that was asked for, from 0.
        pub day: i64,
        /// The kind of channel.
        pub channel: String,
        /// Which way they went.
        pub direction: Direction,
        /// Whether the funnel kept them out.
        pub noise: bool,
        /// How their authors felt; nothing for posts that were not judged.
        pub sentiment: Option<Sentiment>,
        /// How many.
        pub posts: i64,
    }
}

row! {
    /// A case that was opened in the range.
    pub struct OpenedCase {
        /// Which case.
        pub id: CaseId,
        /// The kind of channel on which it began.
        pub channel: String,
        /// Where it waits.
        pub queue_id: QueueId,
        /// Where it stands.
        pub status: CaseStatus,
        /// How fast it had to be answered.
        pub sla: SlaClass,
        /// When it was opened.
        pub opened_at: Time,
        /// When the brand first answered.
        pub first_answered_at: Option<Time>,
        /// When the customer first spoke in it; when it was opened, if that is not known.
        pub asked_at: Time,
    }
}

/// Counts the posts of each day that `eyes` may see: those of visible cases, and those without a
/// case for someone who sees the whole organization. Imported history is left out unless asked for.
///
/// At most [`MOST_DAYS`] days are looked at; later ones are left out.
///
/// # Errors
/// As the database.
pub async fn posts(
    conn: &mut Conn,
    eyes: &Visibility,
    days: &[Day],
    with_imported: bool,
) -> Result<Vec<PostCount>> {
    let days = days.iter().take(MOST_DAYS).copied().zip(0_i64..);
    if !sees_all(eyes) {
        let days = days.map(|(day, index)| (index, day)).collect();
        return counted(conn, eyes, POSTS, days, with_imported).await;
    }
    // Whole quarters of an hour are counted already; what a day has before and after them is not.
    let (mut whole, mut rest) = (Vec::new(), Vec::new());
    for (day, index) in days {
        let (before, inner, after) = quarters(day);
        whole.extend(inner.map(|inner| (index, inner)));
        rest.extend(before.into_iter().chain(after).map(|part| (index, part)));
    }
    let mut found = counted(conn, eyes, QUARTERS, whole, with_imported).await?;
    found.extend(counted(conn, eyes, ALL_POSTS, rest, with_imported).await?);
    Ok(found)
}

/// Runs one of the statements below for some days, each with its place.
async fn counted(
    conn: &mut Conn,
    eyes: &Visibility,
    sql: &'static str,
    days: Vec<(i64, Day)>,
    with_imported: bool,
) -> Result<Vec<PostCount>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = args![conn.org(), eyes.agent_id, sees_all(eyes), with_imported];
    let mut marks = Vec::new();
    for (index, day) in days {
        marks.push(format!("({})", placeholders(values.len(), 3)));
        values.extend(args![index, day.from, day.to]);
    }
    let text = sql.replacen("(?)", &marks.join(", "), 1);
    conn.rows(AssertSqlSafe(text).into_sql_str(), values)
        .await?
        .iter()
        .map(PostCount::from_cells)
        .collect()
}

/// Parts a day into what comes before its first whole quarter of an hour, its whole quarters, and
/// what comes after them.
fn quarters(day: Day) -> (Option<Day>, Option<Day>, Option<Day>) {
    let down = |at: Time| Time(at.micros() - at.micros().rem_euclid(QUARTER));
    let (first, last) = (down(Time(day.from.micros().saturating_add(QUARTER - 1))), down(day.to));
    if first >= last {
        return (Some(day), None, None);
    }
    let part = |from: Time, to: Time| (from < to).then_some(Day { from, to });
    (part(day.from, first), part(first, last), part(last, day.to))
}

/// Adds up the counts of whole quarters of an hour.
const QUARTERS: &str = "
    WITH days (day, starts, ends) AS (VALUES (?)),
     counted AS (
         SELECT
             d.day,
             n.account_id,
             n.direction,
             n.noise,
             n.sentiment,
             CAST(SUM(n.posts) AS BIGINT) AS posts
         FROM days d
         CROSS JOIN post_counts n
         WHERE n.org_id = $1 AND n.quarter >= d.starts AND n.quarter < d.ends
           AND ($4 OR NOT n.imported) AND $3 AND $2 IS NOT NULL
         GROUP BY d.day, n.account_id, n.direction, n.noise, n.sentiment
     )
     SELECT n.day, a.channel, n.direction, n.noise, NULLIF(n.sentiment, '') AS sentiment, n.posts
     FROM counted n
     JOIN accounts a ON a.org_id = $1 AND a.id = n.account_id
     WHERE n.posts <> 0";

/// CROSS JOIN keeps the days outside, so that each is one walk over the index of posts by time.
macro_rules! by_day {
    ($cases:literal, $which:expr) => {
        concat!(
            "WITH days (day, starts, ends) AS (VALUES (?)),
             counted AS (
                 SELECT
                     d.day,
                     t.account_id,
                     t.direction,
                     (t.state = 'noise') AS noise,
                     v.sentiment,
                     COUNT(*) AS posts
                 FROM days d
                 CROSS JOIN posts t
                 LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id ",
            $cases,
            "    WHERE t.org_id = $1 AND t.posted_at >= d.starts AND t.posted_at < d.ends
                   AND ($4 OR NOT t.imported) AND ",
            $which,
            "    GROUP BY d.day, t.account_id, t.direction, (t.state = 'noise'), v.sentiment
             )
             SELECT n.day, a.channel, n.direction, n.noise, n.sentiment, n.posts
             FROM counted n
             JOIN accounts a ON a.org_id = $1 AND a.id = n.account_id"
        )
    };
}

const POSTS: &str =
    by_day!("LEFT JOIN cases c ON c.org_id = t.org_id AND c.id = t.case_id", visible!());

/// For those who see everything: the same without a look at each post's case.
const ALL_POSTS: &str = by_day!("", "$3 AND $2 IS NOT NULL");

/// The cases that were opened in `from..to` and that `eyes` may see, oldest first. Imported history
/// is left out unless asked for.
///
/// # Errors
/// As the database.
pub async fn opened(
    conn: &mut Conn,
    eyes: &Visibility,
    from: Time,
    to: Time,
    with_imported: bool,
) -> Result<Vec<OpenedCase>> {
    let org = conn.org();
    let values: Vec<Value> = args![org, eyes.agent_id, sees_all(eyes), with_imported, from, to];
    conn.all(
        concat!(
            "SELECT
                 c.id,
                 c.channel,
                 c.queue_id,
                 c.status,
                 c.sla,
                 c.opened_at,
                 c.first_answered_at,
                 COALESCE(
                     (SELECT MIN(t.posted_at) FROM posts t
                      WHERE t.org_id = c.org_id AND t.case_id = c.id AND t.direction = 'inbound'),
                     c.opened_at
                 ) AS asked_at
             FROM cases c
             WHERE c.org_id = $1 AND c.opened_at >= $5 AND c.opened_at < $6
               AND ($4 OR NOT c.imported) AND ",
            visible!(),
            " ORDER BY c.opened_at, c.id"
        ),
        values,
    )
    .await
}
