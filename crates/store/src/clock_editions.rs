//! New editions of clock policies and calendars. What was saved once is never changed: cases that run
//! under it keep it.

use earshot_model::{AgentId, CalendarId, ClockPolicyId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

/// An edition of a clock policy that is to be kept.
#[derive(Debug, Clone)]
pub struct NewPolicy {
    /// Which policy.
    pub id: ClockPolicyId,
    /// Which version of it, from 1.
    pub version: i64,
    /// Where it stands among the others.
    pub position: i64,
    /// JSON of it.
    pub body: String,
    /// Whether new cases get it no more.
    pub retired: bool,
}

/// An edition of a calendar that is to be kept.
#[derive(Debug, Clone)]
pub struct NewCalendar {
    /// Which calendar.
    pub id: CalendarId,
    /// Which version of it, from 1.
    pub version: i64,
    /// The name on screens.
    pub name: String,
    /// JSON of it.
    pub body: String,
}

row! {
    /// An edition without what it says.
    pub struct EditionRow {
        /// Which version.
        pub version: i64,
        /// Who saved it.
        pub agent_id: AgentId,
        /// When.
        pub created_at: Time,
    }
}

/// Keeps an edition of a policy.
///
/// # Errors
/// [`crate::Error::Conflict`] when somebody saved this version first.
pub async fn insert_policy(tx: &mut Tx, new: &NewPolicy, by: (AgentId, Time)) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO clock_policies (
             org_id, id, version, position, body, retired, agent_id, created_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![org, new.id, new.version, new.position, &new.body, new.retired, by.0, by.1],
    )
    .await?;
    Ok(())
}

/// Keeps an edition of a calendar.
///
/// # Errors
/// [`crate::Error::Conflict`] when somebody saved this version first.
pub async fn insert_calendar(tx: &mut Tx, new: &NewCalendar, by: (AgentId, Time)) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO calendars (org_id, id, version, name, body, agent_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![org, new.id, new.version, &new.name, &new.body, by.0, by.1],
    )
    .await?;
    Ok(())
}

/// The editions of a policy, the newest first.
///
/// # Errors
/// As the database.
pub async fn of_policy(conn: &mut Conn, id: ClockPolicyId) -> Result<Vec<EditionRow>> {
    let org = conn.org();
    conn.all(
        "SELECT version, agent_id, created_at FROM clock_policies
         WHERE org_id = $1 AND id = $2
         ORDER BY version DESC",
        args![org, id],
    )
    .await
}

/// The editions of a calendar, the newest first.
///
/// # Errors
/// As the database.
pub async fn of_calendar(conn: &mut Conn, id: CalendarId) -> Result<Vec<EditionRow>> {
    let org = conn.org();
    conn.all(
        "SELECT version, agent_id, created_at FROM calendars
         WHERE org_id = $1 AND id = $2
         ORDER BY version DESC",
        args![org, id],
    )
    .await
}
