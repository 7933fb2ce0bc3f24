//! What accounts read: how far each source was read, and who reads it at this moment.
//!
//! A source is claimed for some time (the lease), so that several servers share the work. Its cursor
//! moves in the transaction that keeps what was read.

use earshot_model::{AccountId, OrgId, PostId, SourceId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// One thing that an account reads.
    pub struct Source {
        /// Its id.
        pub id: SourceId,
        /// Whose.
        pub account_id: AccountId,
        /// What kind of thing, such as `mentions` or `hashtag`.
        pub kind: String,
        /// Which one, such as the hashtag; empty where the kind says it.
        pub name: String,
        /// How far it was read, in the channel's own words; empty before the first time.
        pub cursor: String,
        /// Whether its channel can also stream it.
        pub streams: bool,
        /// When it is read next.
        pub due_at: Time,
        /// Until when somebody reads it.
        pub lease_until: Option<Time>,
        /// Until when somebody streams it; after a failure, when it may be tried again.
        pub stream_until: Option<Time>,
        /// The wait after the last failure, in microseconds.
        pub wait: i64,
        /// How often it failed, one after another.
        pub failures: i64,
        /// Why it failed last.
        pub problem: Option<String>,
        /// When everything was read that was there.
        pub caught_up_at: Option<Time>,
        /// When something new was heard last.
        pub heard_at: Option<Time>,
        /// How many events were new.
        pub heard: i64,
        /// When it was added.
        pub created_at: Time,
        /// When it was stopped, if it was.
        pub stopped_at: Option<Time>,
    }
}

row! {
    /// An account of which something is to be read.
    pub struct Due {
        /// The organization.
        pub org_id: OrgId,
        /// The account.
        pub account_id: AccountId,
    }
}

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, account_id, kind, name, cursor, streams, due_at, lease_until, stream_until, wait,
              failures, problem, caught_up_at, heard_at, heard, created_at, stopped_at ",
            $after
        )
    };
}

/// Adds a source. Gives whether it is new: an account reads the same thing once. One that was stopped
/// goes on where it ended.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, source: &Source) -> Result<bool> {
    let org = tx.org();
    let inserted = tx
        .exec(
            "INSERT INTO sources (
                 org_id, id, account_id, kind, name, cursor, streams, due_at, wait, failures, heard,
                 created_at
             ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, $9)
             ON CONFLICT (org_id, account_id, kind, name) DO UPDATE
             SET stopped_at = NULL, due_at = excluded.due_at
             WHERE sources.stopped_at IS NOT NULL",
            args![
                org,
                source.id,
                source.account_id,
                &source.kind,
                &source.name,
                &source.cursor,
                source.streams,
                source.due_at,
                source.created_at,
            ],
        )
        .await?;
    Ok(inserted > 0)
}

/// The sources of an account, oldest first, those that were stopped left out.
///
/// # Errors
/// As the database.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Source>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM sources
             WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL
             ORDER BY created_at, id"
        ),
        args![org, account],
    )
    .await
}

/// Stops reading a source. What it read stays.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn stop(tx: &mut Tx, account: AccountId, id: SourceId, now: Time) -> Result<()> {
    let org = tx.org();
    let stopped = tx
        .exec(
            "UPDATE sources SET stopped_at = $4
             WHERE org_id = $1 AND account_id = $2 AND id = $3 AND stopped_at IS NULL",
            args![org, account, id, now],
        )
        .await?;
    if stopped == 0 { Err(Error::NotFound("source")) } else { Ok(()) }
}

/// Lets every source of an account be read now: its login was mended.
///
/// # Errors
/// As the database.
pub async fn hurry(tx: &mut Tx, account: AccountId, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE sources SET due_at = $3, stream_until = NULL, wait = 0, failures = 0
         WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL",
        args![org, account, now],
    )
    .await?;
    Ok(())
}

/// Claims the source of this account that is due longest, until `until`. It is due again then, and sooner
/// where somebody asks for another look while it is read.
///
/// # Errors
/// As the database.
pub async fn claim(
    tx: &mut Tx,
    account: AccountId,
    now: Time,
    until: Time,
) -> Result<Option<Source>> {
    let org = tx.org();
    // One value and not a list: PostgreSQL may ask for a list more than once, and lock more than one.
    let sql = if tx.is_postgres() {
        columns!(
            "UPDATE sources SET lease_until = $4, due_at = $4
             WHERE org_id = $1 AND id = (
                 SELECT id FROM sources
                 WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL AND due_at <= $3
                   AND (lease_until IS NULL OR lease_until <= $3)
                 ORDER BY due_at, id
                 LIMIT 1
                 FOR UPDATE SKIP LOCKED)
             RETURNING",
            ""
        )
    } else {
        columns!(
            "UPDATE sources SET lease_until = $4, due_at = $4
             WHERE org_id = $1 AND id = (
                 SELECT id FROM sources
                 WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL AND due_at <= $3
                   AND (lease_until IS NULL OR lease_until <= $3)
                 ORDER BY due_at, id
                 LIMIT 1)
             RETURNING",
            ""
        )
    };
    tx.optional(sql, args![org, account, now, until]).await
}

/// Claims a source of this account that can be streamed and that nobody streams, until `until`.
///
/// # Errors
/// As the database.
pub async fn claim_stream(
    tx: &mut Tx,
    account: AccountId,
    now: Time,
    until: Time,
) -> Result<Option<Source>> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        columns!(
            "UPDATE sources SET stream_until = $4
             WHERE org_id = $1 AND id = (
                 SELECT id FROM sources
                 WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL AND streams
                   AND (stream_until IS NULL OR stream_until <= $3)
                 ORDER BY id
                 LIMIT 1
                 FOR UPDATE SKIP LOCKED)
             RETURNING",
            ""
        )
    } else {
        columns!(
            "UPDATE sources SET stream_until = $4
             WHERE org_id = $1 AND id = (
                 SELECT id FROM sources
                 WHERE org_id = $1 AND account_id = $2 AND stopped_at IS NULL AND streams
                   AND (stream_until IS NULL OR stream_until <= $3)
                 ORDER BY id
                 LIMIT 1)
             RETURNING",
            ""
        )
    };
    tx.optional(sql, args![org, account, now, until]).await
}

/// What a look at a source leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// How far it was read; none where that did not move.
    pub cursor: Option<String>,
    /// How many events were new.
    pub heard: i64,
    /// Whether everything was read that was there.
    pub caught_up: bool,
    /// When it is read next.
    pub due_at: Time,
    /// Until when the reader goes on; none when it is done.
    pub lease_until: Option<Time>,
}

/// Moves a source on, in the transaction that keeps what was read. A look that was asked for meanwhile, as
/// by a stream that was just opened, stays due: what is kept here may be older. Gives `false` when the lease had
/// run out and somebody else has the source: the caller then gives up its transaction.
///
/// # Errors
/// As the database.
pub async fn advance(tx: &mut Tx, source: &Source, read: &Read, now: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE sources
             SET
                 cursor = COALESCE($4, cursor),
                 heard = heard + $5,
                 heard_at = CASE WHEN $5 > 0 THEN $7 ELSE heard_at END,
                 caught_up_at = CASE WHEN $6 THEN $7 ELSE caught_up_at END,
                 due_at = CASE
                     WHEN due_at < $3 AND due_at < COALESCE($9, $8) THEN due_at
                     ELSE COALESCE($9, $8)
                 END,
                 lease_until = $9,
                 wait = 0,
                 failures = 0,
                 problem = NULL
             WHERE org_id = $1 AND id = $2 AND lease_until = $3",
            args![
                org,
                source.id,
                source.lease_until,
                read.cursor.clone(),
                read.heard,
                read.caught_up,
                now,
                read.due_at,
                read.lease_until,
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// What a stream of a whole network leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Streamed {
    /// How far it was heard; none where that did not move.
    pub cursor: Option<String>,
    /// How many events were new.
    pub heard: i64,
    /// Until when everything was heard that was said.
    pub upto: Option<Time>,
}

/// Moves on a source that is only streamed, in the transaction that keeps what was heard. Gives `false`
/// when somebody else streams it by now: the caller then gives up its transaction.
///
/// # Errors
/// As the database.
pub async fn flowed(tx: &mut Tx, source: &Source, kept: &Streamed, now: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE sources
             SET
                 cursor = COALESCE($4, cursor),
                 heard = heard + $5,
                 heard_at = CASE WHEN $5 > 0 THEN $7 ELSE heard_at END,
                 caught_up_at = COALESCE($6, caught_up_at),
                 failures = 0,
                 problem = NULL
             WHERE org_id = $1 AND id = $2 AND stream_until = $3",
            args![
                org,
                source.id,
                source.stream_until,
                kept.cursor.clone(),
                kept.heard,
                kept.upto,
                now
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Says why a source that is only streamed is not heard now.
///
/// # Errors
/// As the database.
pub async fn stopped_flowing(tx: &mut Tx, source: &Source, problem: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE sources SET problem = $4, failures = failures + 1
         WHERE org_id = $1 AND id = $2 AND stream_until = $3",
        args![org, source.id, source.stream_until, problem],
    )
    .await?;
    Ok(())
}

/// Counts what came by a stream, and moves the cursor where the stream carries one. `next` asks for a
/// look at the source itself. Gives `false` when somebody else streams the source by now.
///
/// # Errors
/// As the database.
pub async fn streamed(
    tx: &mut Tx,
    source: &Source,
    cursor: Option<&str>,
    heard: i64,
    next: Option<Time>,
    now: Time,
) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE sources
             SET
                 cursor = COALESCE($4, cursor),
                 heard = heard + $5,
                 heard_at = CASE WHEN $5 > 0 THEN $6 ELSE heard_at END,
                 due_at = COALESCE($7, due_at)
             WHERE org_id = $1 AND id = $2 AND stream_until = $3",
            args![org, source.id, source.stream_until, cursor, heard, now, next],
        )
        .await?;
    Ok(changed > 0)
}

/// Holds a stream for longer, or gives it back until `until`. Gives `false` when somebody else has it.
///
/// # Errors
/// As the database.
pub async fn hold_stream(tx: &mut Tx, source: &Source, until: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE sources SET stream_until = $4
             WHERE org_id = $1 AND id = $2 AND stream_until = $3 AND stopped_at IS NULL",
            args![org, source.id, source.stream_until, until],
        )
        .await?;
    Ok(changed > 0)
}

/// Says that a source could not be read, and when to try again.
///
/// # Errors
/// As the database.
pub async fn fail(
    tx: &mut Tx,
    source: &Source,
    problem: &str,
    wait: i64,
    due_at: Time,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE sources
         SET problem = $4, wait = $5, due_at = $6, failures = failures + 1, lease_until = NULL
         WHERE org_id = $1 AND id = $2 AND lease_until = $3",
        args![org, source.id, source.lease_until, problem, wait, due_at],
    )
    .await?;
    Ok(())
}

row! {
    /// A post that may have changed at its source.
    pub struct InCase {
        /// Our id: the order of the look.
        pub id: PostId,
        /// The channel's id.
        pub external_id: String,
    }
}

/// Posts of this account in cases that are not done, in a fixed order, behind `after`. What has no id
/// of its channel's own yet is left out.
///
/// # Errors
/// As the database.
pub async fn in_live_cases(
    conn: &mut Conn,
    account: AccountId,
    after: Option<PostId>,
    limit: i64,
) -> Result<Vec<InCase>> {
    let org = conn.org();
    conn.all(
        "SELECT p.id, p.external_id
         FROM cases c
         JOIN posts p ON p.org_id = c.org_id AND p.case_id = c.id
         WHERE c.org_id = $1 AND c.shelf IN ('open', 'waiting') AND p.account_id = $2
           AND p.state = 'in_case' AND NOT p.imported AND p.id > $3
           AND p.external_id NOT LIKE 'outbox:%'
         ORDER BY p.id
         LIMIT $4",
        args![org, account, after.map_or_else(Vec::new, |id| id.bytes().to_vec()), limit],
    )
    .await
}

impl Db {
    /// Accounts with a source that is due and that nobody reads.
    ///
    /// # Errors
    /// As the database.
    pub async fn accounts_to_read(&self, now: Time) -> Result<Vec<Due>> {
        self.across(
            "SELECT DISTINCT org_id, account_id FROM sources
             WHERE stopped_at IS NULL AND due_at <= $1
               AND (lease_until IS NULL OR lease_until <= $1)",
            args![now],
        )
        .await
    }

    /// Accounts with a source that could be streamed and that nobody streams.
    ///
    /// # Errors
    /// As the database.
    pub async fn accounts_to_stream(&self, now: Time) -> Result<Vec<Due>> {
        self.across(
            "SELECT DISTINCT org_id, account_id FROM sources
             WHERE stopped_at IS NULL AND streams
               AND (stream_until IS NULL OR stream_until <= $1)",
            args![now],
        )
        .await
    }
}
