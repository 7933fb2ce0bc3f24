//! The inbox: what channels delivered, kept before anything is made of it.

use std::collections::HashSet;

use earshot_model::{AccountId, Time};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// After so many tries a row is put aside with its problem, so that it never blocks the others.
pub const MOST_ATTEMPTS: i64 = 5;

/// Something that a channel delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Our id of this row; its order is the order of work.
    pub id: Uuid,
    /// Through which account it came.
    pub account_id: AccountId,
    /// What makes a second delivery of the same thing the same: unique within the account.
    pub event_key: String,
    /// The event as JSON.
    pub payload: String,
}

row! {
    /// A delivery that waits to be worked on.
    pub struct Waiting {
        /// Our id of the row.
        pub id: Vec<u8>,
        /// Through which account it came.
        pub account_id: AccountId,
        /// The event as JSON.
        pub payload: String,
        /// How often it was tried before.
        pub attempts: i64,
        /// When it was accepted.
        pub received_at: Time,
    }
}

/// Stores deliveries, of which no two may have the same account and key. Gives the ids of those that
/// were new; the others had been delivered before, or come from somebody else at this moment.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, deliveries: Vec<Delivery>, now: Time) -> Result<HashSet<Uuid>> {
    let org = tx.org();
    let rows = deliveries
        .into_iter()
        .map(|d| {
            args![
                org,
                d.id.as_bytes().as_slice(),
                d.account_id,
                d.event_key,
                d.payload,
                "waiting",
                0_i64,
                now
            ]
        })
        .collect();
    let new: Vec<Taken> = tx
        .insert_giving(
            "INSERT INTO inbox (org_id, id, account_id, event_key, payload, state, attempts, received_at)",
            rows,
            "ON CONFLICT (org_id, account_id, event_key) DO NOTHING RETURNING id",
        )
        .await?;
    Ok(new.into_iter().filter_map(|row| Uuid::from_slice(&row.id).ok()).collect())
}

row! {
    struct Key {
        event_key: String,
    }
}

/// Those of these keys under which something was delivered to this account, worked on or not.
///
/// # Errors
/// As the database.
pub async fn delivered(
    conn: &mut Conn,
    account: AccountId,
    keys: Vec<String>,
) -> Result<HashSet<String>> {
    let org = conn.org();
    let rows: Vec<Key> = conn
        .all_in(
            "SELECT event_key FROM inbox
             WHERE org_id = $1 AND account_id = $2 AND event_key IN (?)",
            &args![org, account],
            keys.into_iter().map(Value::from).collect(),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.event_key).collect())
}

/// The oldest deliveries that wait after the row `last` (empty: from the first one on), at most `limit`.
///
/// # Errors
/// As the database.
pub async fn waiting(conn: &mut Conn, last: &[u8], limit: i64) -> Result<Vec<Waiting>> {
    let org = conn.org();
    conn.all(
        "SELECT id, account_id, payload, attempts, received_at
         FROM inbox
         WHERE org_id = $1 AND state = 'waiting' AND id > $2
         ORDER BY id
         LIMIT $3",
        args![org, last, limit],
    )
    .await
}

/// Takes the turn to apply what was delivered to this organization, and waits for it: until the
/// transaction ends, nobody else has it. What one delivery says of a post, a person or a conversation
/// is then whole before the next one asks.
///
/// It is the first thing that a transaction locks, or it is not taken at all: so nobody waits for it
/// who holds something that its holder needs. SQLite has one writer, whose turn it always is.
///
/// # Errors
/// As the database.
pub async fn turn(tx: &mut Tx) -> Result<()> {
    if !tx.is_postgres() {
        return Ok(());
    }
    let hash = Sha256::new().chain_update("inbox").chain_update(tx.org().bytes()).finalize();
    let key = hash.iter().take(8).fold(0_i64, |key, byte| (key << 8) | i64::from(*byte));
    tx.exec("SELECT pg_advisory_xact_lock($1)", args![key]).await?;
    Ok(())
}

/// Takes waiting deliveries for this transaction: on PostgreSQL they are locked, and those that
/// another worker holds are left out. Gives the ids that are still waiting.
///
/// # Errors
/// As the database.
pub async fn lock(tx: &mut Tx, ids: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        "SELECT id FROM inbox WHERE org_id = $1 AND state = 'waiting' AND id IN (?)
         FOR UPDATE SKIP LOCKED"
    } else {
        "SELECT id FROM inbox WHERE org_id = $1 AND state = 'waiting' AND id IN (?)"
    };
    let list = ids.iter().map(|id| Value::from(id.as_slice())).collect();
    let rows: Vec<Taken> = tx.all_in(sql, &args![org], list).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

row! {
    struct Taken {
        id: Vec<u8>,
    }
}

/// Marks deliveries as worked on, and empties their payload.
///
/// # Errors
/// As the database.
pub async fn finish(tx: &mut Tx, ids: &[Vec<u8>]) -> Result<()> {
    let org = tx.org();
    let list = ids.iter().map(|id| Value::from(id.as_slice())).collect();
    tx.exec_in(
        "UPDATE inbox SET state = 'done', payload = '' WHERE org_id = $1 AND id IN (?)",
        &args![org],
        list,
    )
    .await?;
    Ok(())
}

/// How many deliveries of an account were put aside because they could not be worked on.
///
/// # Errors
/// As the database.
pub async fn parked(conn: &mut Conn, account: AccountId) -> Result<i64> {
    let org = conn.org();
    let count: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM inbox
             WHERE org_id = $1 AND account_id = $2 AND state = 'parked'",
            args![org, account],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// Says that a delivery could not be worked on: it is tried again, and put aside after
/// [`MOST_ATTEMPTS`].
///
/// # Errors
/// As the database.
pub async fn fail(tx: &mut Tx, id: &[u8], problem: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE inbox
         SET attempts = attempts + 1,
             problem = $3,
             state = CASE WHEN attempts + 1 >= $4 THEN 'parked' ELSE state END
         WHERE org_id = $1 AND id = $2",
        args![org, id, problem, MOST_ATTEMPTS],
    )
    .await?;
    Ok(())
}

/// How many deliveries wait.
///
/// # Errors
/// As the database.
pub async fn backlog(conn: &mut Conn) -> Result<i64> {
    backlog_up_to(conn, i64::MAX).await
}

/// How many deliveries wait, counted no further than `most`.
///
/// # Errors
/// As the database.
pub async fn backlog_up_to(conn: &mut Conn, most: i64) -> Result<i64> {
    let org = conn.org();
    let count = conn
        .cell(
            "SELECT COUNT(*) AS it FROM (
                 SELECT 1 AS one FROM inbox WHERE org_id = $1 AND state = 'waiting' LIMIT $2
             ) waiting",
            args![org, most],
        )
        .await?;
    Ok(count.unwrap_or(0))
}
