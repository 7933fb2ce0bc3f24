//! The people who log in.

use earshot_model::{Agent, AgentId, Presence, Time};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

from_cells!(Agent {
    org_id,
    id,
    email,
    name,
    short_name,
    signature,
    locale,
    time_zone,
    presence,
    capacity,
    disabled_at,
});

/// Reads whole agents, one list of columns for every statement that does.
macro_rules! agents {
    ($which:literal) => {
        concat!(
            "SELECT org_id, id, email, name, short_name, signature, locale, time_zone, presence,
                    capacity, disabled_at
             FROM agents ",
            $which
        )
    };
}

row! {
    /// What a login is checked against.
    pub struct Credentials {
        /// Who logs in.
        pub id: AgentId,
        /// An argon2 hash in PHC form.
        pub password_hash: String,
    }
}

/// Stores a new agent.
///
/// # Errors
/// [`Error::Conflict`] when the address is taken.
pub async fn insert(tx: &mut Tx, agent: &Agent, password_hash: &str, at: Time) -> Result<()> {
    tx.exec(
        "INSERT INTO agents (
             org_id, id, email, name, short_name, signature, locale, time_zone, presence, capacity,
             password_hash, created_at, disabled_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            agent.org_id,
            agent.id,
            &agent.email,
            &agent.name,
            &agent.short_name,
            &agent.signature,
            &agent.locale,
            &agent.time_zone,
            agent.presence,
            agent.capacity,
            password_hash,
            at,
            agent.disabled_at,
        ],
    )
    .await?;
    Ok(())
}

/// One agent.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: AgentId) -> Result<Agent> {
    let org = conn.org();
    conn.one("agent", agents!("WHERE org_id = $1 AND id = $2"), args![org, id]).await
}

/// All agents, by name.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Agent>> {
    let org = conn.org();
    conn.all(agents!("WHERE org_id = $1 ORDER BY name, id"), args![org]).await
}

/// What a login with this address (in lower case) is checked against; nothing for an unknown address
/// or an agent who was switched off.
///
/// # Errors
/// As the database.
pub async fn credentials(conn: &mut Conn, email: &str) -> Result<Option<Credentials>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, password_hash FROM agents
         WHERE org_id = $1 AND email = $2 AND disabled_at IS NULL",
        args![org, email],
    )
    .await
}

/// The hash of an agent's password, held until the transaction ends; nothing for one who was switched
/// off. Whoever changes it then waits, and finds what this transaction wrote.
///
/// # Errors
/// As the database.
pub async fn hold_password(tx: &mut Tx, id: AgentId) -> Result<Option<String>> {
    let org = tx.org();
    if tx.is_postgres() {
        let held = "SELECT 1 FROM agents WHERE org_id = $1 AND id = $2 FOR NO KEY UPDATE";
        tx.exec(held, args![org, id]).await?;
    }
    tx.cell(
        "SELECT password_hash AS it FROM agents
         WHERE org_id = $1 AND id = $2 AND disabled_at IS NULL",
        args![org, id],
    )
    .await
}

/// Replaces the password of an agent.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_password(tx: &mut Tx, id: AgentId, password_hash: &str) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE agents SET password_hash = $3 WHERE org_id = $1 AND id = $2",
            args![org, id, password_hash],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("agent")) } else { Ok(()) }
}

/// Changes what can be changed of an agent: names, address, signature, capacity, language and zone.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`] when the address is taken.
pub async fn update(tx: &mut Tx, agent: &Agent) -> Result<()> {
    let changed = tx
        .exec(
            "UPDATE agents SET
                 email = $3,
                 name = $4,
                 short_name = $5,
                 signature = $6,
                 locale = $7,
                 time_zone = $8,
                 capacity = $9
             WHERE org_id = $1 AND id = $2",
            args![
                agent.org_id,
                agent.id,
                &agent.email,
                &agent.name,
                &agent.short_name,
                &agent.signature,
                &agent.locale,
                &agent.time_zone,
                agent.capacity,
            ],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("agent")) } else { Ok(()) }
}

/// Switches an agent off since a time, or on.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn switch(tx: &mut Tx, id: AgentId, disabled_at: Option<Time>) -> Result<()> {
    let org = tx.org();
    let sql = "UPDATE agents SET disabled_at = $3 WHERE org_id = $1 AND id = $2";
    let changed = tx.exec(sql, args![org, id, disabled_at]).await?;
    if changed == 0 { Err(Error::NotFound("agent")) } else { Ok(()) }
}

/// Says whether an agent takes new work, and since when.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_presence(tx: &mut Tx, id: AgentId, presence: Presence, at: Time) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE agents SET
                 presence_at = CASE WHEN presence = $3 THEN presence_at ELSE $4 END,
                 presence = $3
             WHERE org_id = $1 AND id = $2",
            args![org, id, presence, at],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("agent")) } else { Ok(()) }
}
