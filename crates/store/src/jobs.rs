//! Jobs: work for later, enqueued in the transaction that makes it necessary.
//!
//! A worker claims a job for some time (the lease). If the worker dies, the lease runs out and the
//! job is claimed again. After [`MOST_ATTEMPTS`] a job is parked with its problem, where a person
//! sees it and can let it run again: a poisonous job never blocks the others. What is enqueued every
//! hour under one key runs again by itself when its hour comes, also after it was parked.

use earshot_model::{JobId, OrgId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::value::args;

/// After so many claims a job is parked.
pub const MOST_ATTEMPTS: i64 = 5;

/// The wait after the first failure, in microseconds; each further one is four times as long, so
/// that five attempts span about 14 minutes.
const FIRST_WAIT: i64 = 10 * Time::SECOND;

/// A job that is to be enqueued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// What kind of work it is, such as `retention`.
    pub kind: String,
    /// Ids and codes as JSON; personal text never.
    pub payload: String,
    /// When it may run.
    pub run_at: Time,
    /// Names the work: a second job of this kind with the same key is not enqueued while the first
    /// one exists. `None` for work that may stand there twice.
    pub dedupe_key: Option<String>,
}

row! {
    /// A job in the hands of a worker.
    pub struct Job {
        /// Its id.
        pub id: JobId,
        /// What kind of work it is.
        pub kind: String,
        /// Ids and codes as JSON.
        pub payload: String,
        /// How often it has been claimed, this time included.
        pub attempts: i64,
        /// Until when it is this worker's.
        pub lease_until: Time,
    }
}

row! {
    /// A job that did not work when it was tried last.
    pub struct Failing {
        /// Its id.
        pub id: JobId,
        /// What kind of work it is.
        pub kind: String,
        /// How often it was tried.
        pub attempts: i64,
        /// Why it did not work.
        pub problem: String,
        /// When it is tried again, unless it was parked.
        pub run_at: Time,
        /// Since when it has been parked: it is not tried again by itself.
        pub parked_at: Option<Time>,
    }
}

/// Enqueues a job. Gives `false` when one with the same kind and key waits or runs: that one stays as
/// it is. A parked one runs again from the start.
///
/// # Errors
/// As the database.
pub async fn enqueue(tx: &mut Tx, job: &NewJob) -> Result<bool> {
    let org = tx.org();
    let key = job.dedupe_key.clone().unwrap_or_else(|| job.id.to_string());
    let inserted = tx
        .exec(
            "INSERT INTO jobs (org_id, id, kind, payload, dedupe_key, run_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT DO NOTHING",
            args![org, job.id, &job.kind, &job.payload, key, job.run_at],
        )
        .await?;
    if inserted > 0 {
        return Ok(true);
    }
    let taken_up = tx
        .exec(
            "UPDATE jobs SET parked_at = NULL, attempts = 0, run_at = $4, payload = $5
             WHERE org_id = $1 AND kind = $2 AND dedupe_key = $3 AND parked_at IS NOT NULL",
            args![org, &job.kind, job.dedupe_key.clone(), job.run_at, &job.payload],
        )
        .await?;
    Ok(taken_up > 0)
}

/// The statement that claims: on PostgreSQL workers do not wait for each other's rows, on SQLite
/// there is one writer and nobody to wait for.
const fn claim_sql(postgres: bool) -> &'static str {
    if postgres {
        "UPDATE jobs SET lease_until = $3, attempts = attempts + 1
         WHERE org_id = $1 AND id IN (
             SELECT id FROM jobs
             WHERE org_id = $1 AND parked_at IS NULL AND run_at <= $2
               AND (lease_until IS NULL OR lease_until <= $2)
             ORDER BY run_at, id
             LIMIT $4
             FOR UPDATE SKIP LOCKED)
         RETURNING id, kind, payload, attempts, lease_until"
    } else {
        "UPDATE jobs SET lease_until = $3, attempts = attempts + 1
         WHERE org_id = $1 AND id IN (
             SELECT id FROM jobs
             WHERE org_id = $1 AND parked_at IS NULL AND run_at <= $2
               AND (lease_until IS NULL OR lease_until <= $2)
             ORDER BY run_at, id
             LIMIT $4)
         RETURNING id, kind, payload, attempts, lease_until"
    }
}

/// Claims at most `limit` due jobs of one organization for `lease` microseconds, oldest first. Jobs
/// whose workers died too often are parked on the way.
///
/// # Errors
/// As the database.
pub async fn claim(db: &Db, org: OrgId, now: Time, lease: i64, limit: i64) -> Result<Vec<Job>> {
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move {
            tx.exec(
                "UPDATE jobs SET parked_at = $2, lease_until = NULL,
                     problem = COALESCE(problem, 'its worker ended before it did, every time')
                 WHERE org_id = $1 AND parked_at IS NULL AND attempts >= $3
                   AND lease_until IS NOT NULL AND lease_until <= $2",
                args![org, now, MOST_ATTEMPTS],
            )
            .await?;
            let sql = claim_sql(tx.is_postgres());
            let mut jobs: Vec<Job> = tx.all(sql, args![org, now, now.plus(lease), limit]).await?;
            jobs.sort_by_key(|job| job.id);
            Ok(jobs)
        })
    })
    .await
}

/// Ends a job in the transaction of its own work. Gives `false` when the lease had run out and
/// somebody else has the job: the caller then gives up its transaction.
///
/// # Errors
/// As the database.
pub async fn finish(tx: &mut Tx, job: &Job) -> Result<bool> {
    let org = tx.org();
    let ended = tx
        .exec(
            "DELETE FROM jobs WHERE org_id = $1 AND id = $2 AND lease_until = $3 AND attempts = $4",
            args![org, job.id, job.lease_until, job.attempts],
        )
        .await?;
    Ok(ended > 0)
}

/// How long to wait after so many attempts, in microseconds: 10 s, 40 s, 160 s, 640 s.
#[must_use]
pub fn back_off(attempts: i64) -> i64 {
    let steps = u32::try_from(attempts.saturating_sub(1).clamp(0, 8)).unwrap_or(0);
    FIRST_WAIT.saturating_mul(4_i64.saturating_pow(steps))
}

/// Gives a job back after a failure: it runs again later, or is parked after the last attempt.
/// Gives whether it was parked. A job that somebody else has by now is left alone.
///
/// # Errors
/// As the database.
pub async fn fail(tx: &mut Tx, job: &Job, problem: &str, now: Time) -> Result<bool> {
    let org = tx.org();
    let park = job.attempts >= MOST_ATTEMPTS;
    let changed = tx
        .exec(
            "UPDATE jobs SET problem = $5, run_at = $6, parked_at = $7, lease_until = NULL
             WHERE org_id = $1 AND id = $2 AND lease_until = $3 AND attempts = $4",
            args![
                org,
                job.id,
                job.lease_until,
                job.attempts,
                problem,
                now.plus(back_off(job.attempts)),
                park.then_some(now),
            ],
        )
        .await?;
    Ok(park && changed > 0)
}

/// The jobs that did not work when they were tried last: parked ones first, then by when they are
/// tried again; at most `limit`.
///
/// # Errors
/// As the database.
pub async fn failing(conn: &mut Conn, limit: i64) -> Result<Vec<Failing>> {
    let org = conn.org();
    conn.all(
        "SELECT id, kind, attempts, problem, run_at, parked_at
         FROM jobs
         WHERE org_id = $1 AND problem IS NOT NULL
         ORDER BY (parked_at IS NULL), run_at, id
         LIMIT $2",
        args![org, limit],
    )
    .await
}

/// Lets a failing job run at once, from the start. Gives `false` when it has not failed, or runs.
///
/// # Errors
/// As the database.
pub async fn again(tx: &mut Tx, id: JobId, now: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE jobs SET parked_at = NULL, attempts = 0, run_at = $3, lease_until = NULL
             WHERE org_id = $1 AND id = $2 AND problem IS NOT NULL
               AND (lease_until IS NULL OR lease_until <= $3)",
            args![org, id, now],
        )
        .await?;
    Ok(changed > 0)
}
