//! What the wall counts, as one agent may see it.

use earshot_model::{CaseId, QueueId, Time, Visibility};

use crate::cell::row;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::value::args;
use crate::visibility::{sees_all, visible};

row! {
    /// What waits in a queue.
    pub struct Waiting {
        /// The queue.
        pub queue_id: QueueId,
        /// Open cases that are awake.
        pub cases: i64,
        /// Those of them that nobody owns.
        pub unowned: i64,
        /// Those whose time is mostly used.
        pub at_risk: i64,
        /// Those whose time is over.
        pub late: i64,
        /// Since when the one waits that waits longest.
        pub oldest: Option<Time>,
    }
}

row! {
    /// What is owed beside answers.
    pub struct Owed {
        /// Open promises.
        pub promises: i64,
        /// Those of them whose time is over.
        pub promises_late: i64,
        /// Cases that began in public and have not ended there.
        pub loops: i64,
        /// Those of them whose time is over.
        pub loops_late: i64,
    }
}

/// What waits, by queue; queues without a case are left out.
///
/// # Errors
/// As the database.
pub async fn waiting(conn: &mut Conn, eyes: &Visibility, now: Time) -> Result<Vec<Waiting>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT c.queue_id, COUNT(*) AS cases,
                    CAST(SUM(CASE WHEN c.owner_id IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unowned,
                    CAST(SUM(CASE WHEN c.due_at > $4 AND k.warn_at <= $4 THEN 1 ELSE 0 END) AS BIGINT)
                        AS at_risk,
                    CAST(SUM(CASE WHEN c.due_at <= $4 THEN 1 ELSE 0 END) AS BIGINT) AS late,
                    MIN(COALESCE(c.customer_spoke_at, c.opened_at)) AS oldest
             FROM cases c
             LEFT JOIN case_clocks k ON k.org_id = c.org_id AND k.case_id = c.id
             WHERE c.org_id = $1 AND c.shelf = 'open'
               AND (c.snoozed_until IS NULL OR c.snoozed_until <= $4) AND ",
            visible!(),
            " GROUP BY c.queue_id"
        ),
        args![org, eyes.agent_id, sees_all(eyes), now],
    )
    .await
}

/// What is owed beside answers.
///
/// # Errors
/// As the database.
pub async fn owed(conn: &mut Conn, eyes: &Visibility, now: Time) -> Result<Owed> {
    let org = conn.org();
    let found = conn
        .optional(
            concat!(
                "SELECT
                     COUNT(k.promise_due_at) AS promises,
                     COUNT(CASE WHEN k.promise_due_at <= $4 THEN 1 END) AS promises_late,
                     COUNT(k.loop_due_at) AS loops,
                     COUNT(CASE WHEN k.loop_due_at <= $4 THEN 1 END) AS loops_late
                 FROM case_clocks k
                 JOIN cases c ON c.org_id = k.org_id AND c.id = k.case_id
                 WHERE k.org_id = $1
                   AND (k.promise_due_at IS NOT NULL OR k.loop_due_at IS NOT NULL) AND ",
                visible!()
            ),
            args![org, eyes.agent_id, sees_all(eyes), now],
        )
        .await?;
    found.ok_or(Error::NotFound("count"))
}

row! {
    /// A case that nobody could ever take.
    pub struct Lacking {
        /// Which case.
        pub id: CaseId,
        /// Its number.
        pub number: i64,
        /// What it is about.
        pub subject: String,
        /// Where it waits.
        pub queue_id: QueueId,
        /// JSON of what is missing.
        pub lacks: String,
        /// Since when it waits for an owner.
        pub handed_at: Option<Time>,
    }
}

/// The most cases that the wall tells as ones that nobody could take.
const MOST_LACKING: i64 = 200;

/// Cases that nobody could ever take, the soonest due first.
///
/// # Errors
/// As the database.
pub async fn lacking(conn: &mut Conn, eyes: &Visibility) -> Result<Vec<Lacking>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT c.id, c.number, c.subject, c.queue_id, c.lacks, c.handed_at
             FROM cases c
             WHERE c.org_id = $1 AND c.lacks IS NOT NULL AND c.owner_id IS NULL
               AND c.shelf = 'open' AND ",
            visible!(),
            " ORDER BY c.due_at, c.id
             LIMIT $4"
        ),
        args![org, eyes.agent_id, sees_all(eyes), MOST_LACKING],
    )
    .await
}
