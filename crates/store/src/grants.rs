//! The roles that somebody holds, one by one, for who changes them.

use earshot_model::{AgentId, DepartmentId, QueueId, RoleId, Scope};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::setup::Reach;
use crate::value::args;

row! {
    struct Row {
        role_id: RoleId,
        scope: Scope,
        scope_id: Vec<u8>,
    }
}

/// A role that somebody holds.
#[derive(Debug, Clone, Copy)]
pub struct Granted {
    /// Which role.
    pub role: RoleId,
    /// How far it reaches.
    pub reach: Reach,
}

/// The roles that an agent holds.
///
/// # Errors
/// As the database.
pub async fn of_agent(conn: &mut Conn, agent: AgentId) -> Result<Vec<Granted>> {
    let org = conn.org();
    let rows: Vec<Row> = conn
        .all(
            "SELECT g.role_id, g.scope, g.scope_id
             FROM role_grants g
             JOIN roles r ON r.org_id = g.org_id AND r.id = g.role_id
             WHERE g.org_id = $1 AND g.agent_id = $2
             ORDER BY r.name, g.scope, g.scope_id",
            args![org, agent],
        )
        .await?;
    let read = |row: Row| {
        let id = row.scope_id.as_slice();
        let reach = match row.scope {
            Scope::Organization => Reach::Organization(org),
            Scope::Department => Reach::Department(DepartmentId::try_from(id)?),
            Scope::Queue => Reach::Queue(QueueId::try_from(id)?),
        };
        Ok(Granted { role: row.role_id, reach })
    };
    rows.into_iter().map(read).collect()
}

/// Takes all roles of an agent away.
///
/// # Errors
/// As the database.
pub async fn forget(tx: &mut Tx, agent: AgentId) -> Result<()> {
    let org = tx.org();
    let sql = "DELETE FROM role_grants WHERE org_id = $1 AND agent_id = $2";
    tx.exec(sql, args![org, agent]).await?;
    Ok(())
}

/// Lets one change of people's rights happen after the other: two administrators who take each other's
/// role away at the same moment must not both succeed.
///
/// # Errors
/// As the database.
pub async fn one_at_a_time(tx: &mut Tx) -> Result<()> {
    // SQLite has one writer anyway.
    if tx.is_postgres() {
        let org = tx.org();
        let sql = "SELECT id FROM organizations WHERE id = $1 FOR UPDATE";
        let _held: Option<Held> = tx.optional(sql, args![org]).await?;
    }
    Ok(())
}

row! {
    struct Held {
        id: earshot_model::OrgId,
    }
}
