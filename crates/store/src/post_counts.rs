//! How many posts of each kind fell into each quarter of an hour: kept by every transaction that
//! writes, changes or removes posts, so that a report adds up a few rows.
//!
//! A transaction notes what the posts that it is about to touch counted as, and when it ends, what
//! they count as then. The differences are written in one statement and in one order, so that two
//! transactions never wait for each other crosswise.

use std::collections::{BTreeMap, HashSet};

use earshot_model::{AccountId, Direction, PostId, Sentiment, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// The length of a slot, in microseconds: days of every time zone begin at a whole quarter.
pub(crate) const QUARTER: i64 = 15 * Time::MINUTE;

row! {
    /// What a post counts as.
    struct Counts {
        posted_at: Time,
        account_id: AccountId,
        direction: Direction,
        noise: bool,
        imported: bool,
        sentiment: Option<Sentiment>,
    }
}

/// A row of the table, without its number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    quarter: i64,
    account: Vec<u8>,
    direction: &'static str,
    sentiment: &'static str,
    noise: bool,
    imported: bool,
}

impl From<Counts> for Slot {
    fn from(counts: Counts) -> Self {
        let at = counts.posted_at.micros();
        Self {
            quarter: at - at.rem_euclid(QUARTER),
            account: counts.account_id.bytes().to_vec(),
            direction: counts.direction.word(),
            sentiment: counts.sentiment.map_or("", Sentiment::word),
            noise: counts.noise,
            imported: counts.imported,
        }
    }
}

/// What one transaction has done to the counts so far.
#[derive(Default)]
pub(crate) struct Touched {
    posts: HashSet<PostId>,
    change: BTreeMap<Slot, i64>,
}

/// Says that this transaction adds posts.
pub(crate) fn adds(tx: &mut Tx, posts: impl Iterator<Item = PostId>) {
    tx.touched.posts.extend(posts);
}

/// Says that this transaction is about to change or remove posts.
pub(crate) async fn changes(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let fresh: Vec<PostId> =
        posts.iter().copied().filter(|id| !tx.touched.posts.contains(id)).collect();
    count(tx, &fresh, -1).await?;
    tx.touched.posts.extend(fresh);
    Ok(())
}

/// Writes the differences, when the transaction ends.
pub(crate) async fn settle(tx: &mut Tx) -> Result<()> {
    if tx.touched.posts.is_empty() {
        return Ok(());
    }
    let posts: Vec<PostId> = tx.touched.posts.drain().collect();
    count(tx, &posts, 1).await?;
    let org = tx.org();
    let change = std::mem::take(&mut tx.touched.change);
    let rows: Vec<Vec<Value>> = change
        .into_iter()
        .filter(|(_, posts)| *posts != 0)
        .map(|(slot, posts)| {
            args![
                org,
                slot.quarter,
                slot.account,
                slot.direction,
                slot.sentiment,
                slot.noise,
                slot.imported,
                posts
            ]
        })
        .collect();
    tx.insert_all(
        "INSERT INTO post_counts (
             org_id, quarter, account_id, direction, sentiment, noise, imported, posts
         )",
        rows,
        "ON CONFLICT (org_id, quarter, account_id, direction, sentiment, noise, imported)
         DO UPDATE SET posts = post_counts.posts + excluded.posts",
    )
    .await?;
    Ok(())
}

async fn count(tx: &mut Tx, posts: &[PostId], sign: i64) -> Result<()> {
    let org = tx.org();
    let found: Vec<Counts> = tx
        .all_in(
            "SELECT t.posted_at, t.account_id, t.direction, (t.state = 'noise') AS noise, t.imported,
                    v.sentiment
             FROM posts t
             LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
             WHERE t.org_id = $1 AND t.id IN (?)",
            &args![org],
            posts.iter().map(|id| Value::from(*id)).collect(),
        )
        .await?;
    for counts in found {
        *tx.touched.change.entry(counts.into()).or_default() += sign;
    }
    Ok(())
}

/// The schema since which the counts are kept: an older backup holds none.
pub(crate) const SINCE: i64 = 3;

/// Counts everything, for a database that has no counts yet.
pub(crate) async fn fill(conn: &mut Conn) -> Result<()> {
    conn.execute(
        "INSERT INTO post_counts (
             org_id, quarter, account_id, direction, sentiment, noise, imported, posts
         )
         SELECT n.org_id, n.quarter, n.account_id, n.direction, n.sentiment, n.noise, n.imported,
                COUNT(*)
         FROM (
             SELECT
                 t.org_id,
                 t.posted_at - (t.posted_at % 900000000 + 900000000) % 900000000 AS quarter,
                 t.account_id,
                 t.direction,
                 COALESCE(v.sentiment, '') AS sentiment,
                 (t.state = 'noise') AS noise,
                 t.imported
             FROM posts t
             LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
         ) n
         GROUP BY n.org_id, n.quarter, n.account_id, n.direction, n.sentiment, n.noise, n.imported",
        args![],
    )
    .await?;
    Ok(())
}
