//! The log that clocks are computed from, and what follows from it.

use earshot_model::{CalendarId, CaseId, ClockPolicyId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A row of a case's log.
    pub struct LogRow {
        /// When it happened.
        pub at: Time,
        /// JSON of what happened.
        pub entry: String,
    }
}

row! {
    /// What follows from the log of a case.
    pub struct CaseClocks {
        /// The case.
        pub case_id: CaseId,
        /// How many rows its log has.
        pub entries: i64,
        /// When the next warning, breach or step is due.
        pub wake_at: Option<Time>,
        /// When the answer that is owed soonest is at risk.
        pub warn_at: Option<Time>,
        /// Until when a closing word in public is owed.
        pub loop_due_at: Option<Time>,
        /// The soonest promise that is open.
        pub promise_due_at: Option<Time>,
        /// Whether the customer is harsh but legitimate.
        pub harsh: bool,
        /// Whether something has to be done before the case may be closed.
        pub blocked: bool,
    }
}

row! {
    /// A case whose clocks are due.
    pub struct Due {
        /// The case.
        pub case_id: CaseId,
    }
}

row! {
    /// An edition of a clock policy.
    pub struct PolicyRow {
        /// Which policy.
        pub id: ClockPolicyId,
        /// Which version of it.
        pub version: i64,
        /// Where it stands among the others.
        pub position: i64,
        /// JSON of it.
        pub body: String,
        /// Whether new cases get it no more.
        pub retired: bool,
    }
}

row! {
    /// An edition of a calendar.
    pub struct CalendarRow {
        /// Which calendar.
        pub id: CalendarId,
        /// Which version of it.
        pub version: i64,
        /// The name on screens.
        pub name: String,
        /// JSON of it.
        pub body: String,
    }
}

/// The log of a case in the order in which things happened.
///
/// # Errors
/// As the database.
pub async fn log(conn: &mut Conn, case: CaseId) -> Result<Vec<LogRow>> {
    let org = conn.org();
    conn.all(
        "SELECT at, entry FROM clock_log
         WHERE org_id = $1 AND case_id = $2
         ORDER BY at, n",
        args![org, case],
    )
    .await
}

/// Appends rows to logs: each with its case and its number there.
///
/// # Errors
/// [`crate::Error::Conflict`] when a number is taken.
pub async fn append(tx: &mut Tx, rows: &[(CaseId, i64, LogRow)]) -> Result<()> {
    let org = tx.org();
    let rows =
        rows.iter().map(|(case, n, row)| args![org, *case, *n, row.at, &row.entry]).collect();
    tx.insert_all("INSERT INTO clock_log (org_id, case_id, n, at, entry)", rows, "").await?;
    Ok(())
}

/// Writes down what follows from logs.
///
/// # Errors
/// As the database.
pub async fn put(tx: &mut Tx, clocks: &[CaseClocks]) -> Result<()> {
    let org = tx.org();
    let rows = clocks
        .iter()
        .map(|one| {
            args![
                org,
                one.case_id,
                one.entries,
                one.wake_at,
                one.warn_at,
                one.loop_due_at,
                one.promise_due_at,
                one.harsh,
                one.blocked,
            ]
        })
        .collect();
    tx.insert_all(
        "INSERT INTO case_clocks (
             org_id, case_id, entries, wake_at, warn_at, loop_due_at, promise_due_at, harsh, blocked
         )",
        rows,
        "ON CONFLICT (org_id, case_id) DO UPDATE SET
             entries = excluded.entries,
             wake_at = excluded.wake_at,
             warn_at = excluded.warn_at,
             loop_due_at = excluded.loop_due_at,
             promise_due_at = excluded.promise_due_at,
             harsh = excluded.harsh,
             blocked = excluded.blocked",
    )
    .await?;
    Ok(())
}

/// What follows from the log of a case; nothing for one without a log.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, case: CaseId) -> Result<Option<CaseClocks>> {
    let org = conn.org();
    conn.optional(
        "SELECT case_id, entries, wake_at, warn_at, loop_due_at, promise_due_at, harsh, blocked
         FROM case_clocks
         WHERE org_id = $1 AND case_id = $2",
        args![org, case],
    )
    .await
}

/// Cases in which something is due, soonest first.
///
/// # Errors
/// As the database.
pub async fn due(conn: &mut Conn, now: Time, limit: i64) -> Result<Vec<Due>> {
    let org = conn.org();
    conn.all(
        "SELECT case_id FROM case_clocks
         WHERE org_id = $1 AND wake_at <= $2
         ORDER BY wake_at, case_id
         LIMIT $3",
        args![org, now, limit],
    )
    .await
}

/// Every edition of every policy, in the order in which new cases are asked about them.
///
/// # Errors
/// As the database.
pub async fn policies(conn: &mut Conn) -> Result<Vec<PolicyRow>> {
    let org = conn.org();
    conn.all(
        "SELECT id, version, position, body, retired FROM clock_policies
         WHERE org_id = $1
         ORDER BY position, id, version",
        args![org],
    )
    .await
}

/// Every edition of every calendar.
///
/// # Errors
/// As the database.
pub async fn calendars(conn: &mut Conn) -> Result<Vec<CalendarRow>> {
    let org = conn.org();
    conn.all(
        "SELECT id, version, name, body FROM calendars
         WHERE org_id = $1
         ORDER BY id, version",
        args![org],
    )
    .await
}

/// How many editions of policies and calendars there are: rules are made anew when it grows.
///
/// # Errors
/// As the database.
pub async fn editions(conn: &mut Conn) -> Result<i64> {
    let org = conn.org();
    let found = conn
        .cell(
            "SELECT (SELECT COUNT(*) FROM clock_policies WHERE org_id = $1)
                  + (SELECT COUNT(*) FROM calendars WHERE org_id = $1) AS it",
            args![org],
        )
        .await?;
    Ok(found.unwrap_or(0))
}
