//! What customers are told to expect, and how fast they were answered.

use earshot_model::{AgentId, CalendarId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// The form as it was saved last.
    pub struct Stored {
        /// JSON of the form.
        pub body: String,
        /// The calendar that its hours were taken from; none for around the clock.
        pub calendar_id: Option<CalendarId>,
        /// Counts how often it was saved, from 1.
        pub version: i64,
        /// Who saved it.
        pub agent_id: AgentId,
        /// When.
        pub changed_at: Time,
        /// When it was last compared with what is.
        pub checked_at: Time,
        /// JSON of what was not true.
        pub findings: String,
    }
}

row! {
    struct Waited {
        waited: i64,
    }
}

/// The form, if one was ever saved.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn) -> Result<Option<Stored>> {
    let org = conn.org();
    conn.optional(
        "SELECT body, calendar_id, version, agent_id, changed_at, checked_at, findings
         FROM expectations WHERE org_id = $1",
        args![org],
    )
    .await
}

/// Saves the form over version `seen`, 0 for none.
///
/// # Errors
/// [`Error::Conflict`] when somebody else saved it since.
pub async fn save(tx: &mut Tx, seen: i64, row: &Stored) -> Result<()> {
    let org = tx.org();
    let values = args![
        org,
        &row.body,
        row.calendar_id,
        seen,
        row.agent_id,
        row.changed_at,
        row.checked_at,
        &row.findings,
    ];
    let changed = tx
        .exec(
            "INSERT INTO expectations (
                 org_id, body, calendar_id, version, agent_id, changed_at, checked_at, findings
             ) VALUES ($1, $2, $3, $4 + 1, $5, $6, $7, $8)
             ON CONFLICT (org_id) DO UPDATE SET
                 body = excluded.body,
                 calendar_id = excluded.calendar_id,
                 version = excluded.version,
                 agent_id = excluded.agent_id,
                 changed_at = excluded.changed_at,
                 checked_at = excluded.checked_at,
                 findings = excluded.findings
             WHERE expectations.version = $4",
            values,
        )
        .await?;
    if changed == 0 { Err(Error::Conflict("expectations".to_owned())) } else { Ok(()) }
}

/// Writes down what a comparison found.
///
/// # Errors
/// As the database.
pub async fn note(tx: &mut Tx, at: Time, findings: &str) -> Result<()> {
    let org = tx.org();
    let sql = "UPDATE expectations SET checked_at = $2, findings = $3 WHERE org_id = $1";
    tx.exec(sql, args![org, at, findings]).await?;
    Ok(())
}

/// How long customers waited for the first answer, in microseconds, in no order: the newest `most` cases
/// that were opened since `from` and answered. Imported history is left out.
///
/// # Errors
/// As the database.
pub async fn waited(conn: &mut Conn, from: Time, most: i64) -> Result<Vec<i64>> {
    let org = conn.org();
    let rows: Vec<Waited> = conn
        .all(
            "SELECT c.first_answered_at - COALESCE(
                 (SELECT MIN(t.posted_at) FROM posts t
                  WHERE t.org_id = c.org_id AND t.case_id = c.id AND t.direction = 'inbound'),
                 c.opened_at
             ) AS waited
             FROM cases c
             WHERE c.org_id = $1 AND c.opened_at >= $2 AND c.first_answered_at IS NOT NULL
               AND NOT c.imported
             ORDER BY c.opened_at DESC
             LIMIT $3",
            args![org, from, most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.waited).collect())
}
