//! Legal holds: what a person wrote must stay until the hold is lifted. Retention passes it by,
//! erasure is refused, and what its source changes or removes is kept beside (see
//! [`crate::kept_words`]).

use earshot_model::{Actor, AgentId, EventKind, NewEvent, PersonId, Time};
use serde_json::json;
use uuid::Uuid;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::kept_words;
use crate::value::args;

row! {
    /// A hold, in force or lifted.
    pub struct Hold {
        /// Its id: 16 bytes.
        pub id: Vec<u8>,
        /// Whose posts and cases it keeps.
        pub person_id: PersonId,
        /// Why.
        pub reason: String,
        /// Who set it.
        pub agent_id: AgentId,
        /// Since when.
        pub created_at: Time,
        /// When it was lifted, if it was.
        pub lifted_at: Option<Time>,
    }
}

/// Sets a hold on a person. Several may be in force at once; each is lifted by itself.
///
/// # Errors
/// As the database; a person who does not exist is a foreign key that does not hold.
pub async fn set(
    tx: &mut Tx,
    id: Uuid,
    person: PersonId,
    reason: &str,
    agent: AgentId,
    now: Time,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO holds (org_id, id, person_id, reason, agent_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![org, id.as_bytes().as_slice(), person, reason, agent, now],
    )
    .await?;
    emit(tx, id, person, agent, now, "set");
    Ok(())
}

/// Lifts a hold. Words that were gone at their source, and that no other hold keeps, go with it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such hold in force.
pub async fn lift(tx: &mut Tx, id: Uuid, agent: AgentId, now: Time) -> Result<()> {
    let org = tx.org();
    let person: Option<PersonId> = tx
        .cell(
            "UPDATE holds SET lifted_at = $3 WHERE org_id = $1 AND id = $2 AND lifted_at IS NULL
             RETURNING person_id AS it",
            args![org, id.as_bytes().as_slice(), now],
        )
        .await?;
    let person = person.ok_or(Error::NotFound("hold in force"))?;
    kept_words::release(tx).await?;
    emit(tx, id, person, agent, now, "lifted");
    Ok(())
}

fn emit(tx: &mut Tx, id: Uuid, person: PersonId, agent: AgentId, now: Time, what: &str) {
    let event = NewEvent::new(now, EventKind::HoldChanged, Actor::Agent(agent)).person(person);
    tx.emit(event.data(json!({ "hold": id.to_string(), "change": what })));
}

/// Whether a hold on this person is in force.
///
/// # Errors
/// As the database.
pub async fn is_held(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let org = conn.org();
    let held: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM holds
             WHERE org_id = $1 AND person_id = $2 AND lifted_at IS NULL",
            args![org, person],
        )
        .await?;
    Ok(held.is_some_and(|count| count > 0))
}

/// All holds of the organization, those in force first, then the latest.
///
/// # Errors
/// As the database.
pub async fn list(conn: &mut Conn) -> Result<Vec<Hold>> {
    let org = conn.org();
    conn.all(
        "SELECT id, person_id, reason, agent_id, created_at, lifted_at
         FROM holds
         WHERE org_id = $1
         ORDER BY (CASE WHEN lifted_at IS NULL THEN 0 ELSE 1 END), created_at DESC, id",
        args![org],
    )
    .await
}

row! {
    /// A hold as a screen shows it.
    pub struct Shown {
        /// Its id: 16 bytes.
        pub id: Vec<u8>,
        /// Whose posts and cases it keeps.
        pub person_id: PersonId,
        /// Their name.
        pub person_name: String,
        /// Why.
        pub reason: String,
        /// Who set it.
        pub agent_name: String,
        /// Since when.
        pub created_at: Time,
        /// When it was lifted, if it was.
        pub lifted_at: Option<Time>,
    }
}

/// The holds of the organization with the names in them: those in force first, then the latest; at
/// most `limit`.
///
/// # Errors
/// As the database.
pub async fn shown(conn: &mut Conn, limit: i64) -> Result<Vec<Shown>> {
    let org = conn.org();
    conn.all(
        "SELECT h.id, h.person_id, p.display_name AS person_name, h.reason,
                a.name AS agent_name, h.created_at, h.lifted_at
         FROM holds h
         JOIN persons p ON p.org_id = h.org_id AND p.id = h.person_id
         JOIN agents a ON a.org_id = h.org_id AND a.id = h.agent_id
         WHERE h.org_id = $1
         ORDER BY (CASE WHEN h.lifted_at IS NULL THEN 0 ELSE 1 END), h.created_at DESC, h.id
         LIMIT $2",
        args![org, limit],
    )
    .await
}
