//! Departments, teams, skills, queues and roles: who is there for what.

use std::collections::BTreeSet;

use earshot_model::{
    AgentId, DepartmentId, Grant, OrgId, Permission, Queue, QueueId, RoleId, Scope, SkillId,
    TeamId, Visibility,
};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

from_cells!(Queue { org_id, id, department_id, name, key, icon, team_model, position });

row! {
    /// A department.
    pub struct Department {
        /// Its id.
        pub id: DepartmentId,
        /// The word by which the set-up names it.
        pub key: String,
        /// The name on screens.
        pub name: String,
    }
}

row! {
    /// A team.
    pub struct Team {
        /// Its id.
        pub id: TeamId,
        /// Its department.
        pub department_id: DepartmentId,
        /// The name on screens.
        pub name: String,
    }
}

row! {
    /// A skill.
    pub struct Skill {
        /// Its id.
        pub id: SkillId,
        /// The word by which playbook lines name it.
        pub key: String,
        /// The name on screens.
        pub name: String,
    }
}

row! {
    /// How well an agent has a skill.
    pub struct AgentSkill {
        /// Who.
        pub agent_id: AgentId,
        /// The word of the skill.
        pub key: String,
        /// 1 (learning) to 5 (teaches it).
        pub level: i64,
    }
}

row! {
    /// A queue that an agent serves, through a team.
    pub struct Served {
        /// Who.
        pub agent_id: AgentId,
        /// Which queue.
        pub queue_id: QueueId,
    }
}

row! {
    /// How many live cases an agent holds.
    pub struct Load {
        /// Who.
        pub agent_id: AgentId,
        /// How many.
        pub cases: i64,
    }
}

row! {
    struct GrantRow {
        permission: Permission,
        scope: Scope,
        scope_id: Vec<u8>,
    }
}

row! {
    /// A role that an agent holds, for lists of people.
    pub struct AgentRole {
        /// Who.
        pub agent_id: AgentId,
        /// The role's name.
        pub name: String,
    }
}

row! {
    /// A role, for forms that give one.
    pub struct RoleName {
        /// Its id.
        pub id: RoleId,
        /// Its name.
        pub name: String,
    }
}

/// All roles, by name.
///
/// # Errors
/// As the database.
pub async fn roles(conn: &mut Conn) -> Result<Vec<RoleName>> {
    let org = conn.org();
    conn.all("SELECT id, name FROM roles WHERE org_id = $1 ORDER BY name", args![org]).await
}

/// Puts an agent into a team; one who is there already stays.
///
/// # Errors
/// As the database.
pub async fn join_team(tx: &mut Tx, team: TeamId, agent: AgentId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO team_members (org_id, team_id, agent_id) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        args![org, team, agent],
    )
    .await?;
    Ok(())
}

/// The teams in which an agent works.
///
/// # Errors
/// As the database.
pub async fn teams_of(conn: &mut Conn, agent: AgentId) -> Result<Vec<TeamId>> {
    row! {
        struct Found {
            team_id: TeamId,
        }
    }
    let org = conn.org();
    let found: Vec<Found> = conn
        .all(
            "SELECT team_id FROM team_members
             WHERE org_id = $1 AND agent_id = $2
             ORDER BY team_id",
            args![org, agent],
        )
        .await?;
    Ok(found.into_iter().map(|row| row.team_id).collect())
}

/// Takes an agent out of all teams.
///
/// # Errors
/// As the database.
pub async fn leave_teams(tx: &mut Tx, agent: AgentId) -> Result<()> {
    let org = tx.org();
    let sql = "DELETE FROM team_members WHERE org_id = $1 AND agent_id = $2";
    tx.exec(sql, args![org, agent]).await?;
    Ok(())
}

/// Stores a department.
///
/// # Errors
/// [`crate::Error::Conflict`] when the key is taken.
pub async fn insert_department(tx: &mut Tx, id: DepartmentId, key: &str, name: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO departments (org_id, id, key, name) VALUES ($1, $2, $3, $4)",
        args![org, id, key, name],
    )
    .await?;
    Ok(())
}

/// Stores a team with its members.
///
/// # Errors
/// As the database.
pub async fn insert_team(
    tx: &mut Tx,
    id: TeamId,
    department: DepartmentId,
    name: &str,
    members: &[AgentId],
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO teams (org_id, id, department_id, name) VALUES ($1, $2, $3, $4)",
        args![org, id, department, name],
    )
    .await?;
    let rows = members.iter().map(|agent| args![org, id, *agent]).collect();
    tx.insert_all("INSERT INTO team_members (org_id, team_id, agent_id)", rows, "").await?;
    Ok(())
}

/// Stores a skill.
///
/// # Errors
/// [`crate::Error::Conflict`] when the key is taken.
pub async fn insert_skill(tx: &mut Tx, id: SkillId, key: &str, name: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO skills (org_id, id, key, name) VALUES ($1, $2, $3, $4)",
        args![org, id, key, name],
    )
    .await?;
    Ok(())
}

/// Gives an agent a skill at a level (1 to 5), or changes the level.
///
/// # Errors
/// As the database.
pub async fn set_skill(tx: &mut Tx, agent: AgentId, skill: SkillId, level: i64) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO agent_skills (org_id, agent_id, skill_id, level) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, agent_id, skill_id) DO UPDATE SET level = excluded.level",
        args![org, agent, skill, level],
    )
    .await?;
    Ok(())
}

/// Stores a queue and the teams that serve it.
///
/// # Errors
/// [`crate::Error::Conflict`] when the key is taken.
pub async fn insert_queue(tx: &mut Tx, queue: &Queue, teams: &[TeamId]) -> Result<()> {
    tx.exec(
        "INSERT INTO queues (org_id, id, department_id, key, name, icon, team_model, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            queue.org_id,
            queue.id,
            queue.department_id,
            &queue.key,
            &queue.name,
            &queue.icon,
            queue.team_model,
            queue.position,
        ],
    )
    .await?;
    let rows = teams.iter().map(|team| args![queue.org_id, queue.id, *team]).collect();
    tx.insert_all("INSERT INTO queue_teams (org_id, queue_id, team_id)", rows, "").await?;
    Ok(())
}

/// Stores a role.
///
/// # Errors
/// [`crate::Error::Conflict`] when the name is taken.
pub async fn insert_role(
    tx: &mut Tx,
    id: RoleId,
    name: &str,
    permissions: &BTreeSet<Permission>,
) -> Result<()> {
    let org = tx.org();
    tx.exec("INSERT INTO roles (org_id, id, name) VALUES ($1, $2, $3)", args![org, id, name])
        .await?;
    let rows = permissions.iter().map(|permission| args![org, id, *permission]).collect();
    tx.insert_all("INSERT INTO role_permissions (org_id, role_id, permission)", rows, "").await?;
    Ok(())
}

/// How far a role that is given to someone reaches.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// Everything.
    Organization(OrgId),
    /// One department.
    Department(DepartmentId),
    /// One queue.
    Queue(QueueId),
}

/// Gives an agent a role.
///
/// # Errors
/// As the database.
pub async fn grant(tx: &mut Tx, agent: AgentId, role: RoleId, reach: Reach) -> Result<()> {
    let org = tx.org();
    let (scope, scope_id) = match reach {
        Reach::Organization(id) => (Scope::Organization, id.bytes().to_vec()),
        Reach::Department(id) => (Scope::Department, id.bytes().to_vec()),
        Reach::Queue(id) => (Scope::Queue, id.bytes().to_vec()),
    };
    tx.exec(
        "INSERT INTO role_grants (org_id, agent_id, role_id, scope, scope_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        args![org, agent, role, scope, scope_id],
    )
    .await?;
    Ok(())
}

/// What an agent may see and do.
///
/// # Errors
/// As the database.
pub async fn visibility(conn: &mut Conn, agent: AgentId) -> Result<Visibility> {
    let org = conn.org();
    let rows: Vec<GrantRow> = conn
        .all(
            "SELECT p.permission, g.scope, g.scope_id
             FROM role_grants g
             JOIN role_permissions p ON p.org_id = g.org_id AND p.role_id = g.role_id
             WHERE g.org_id = $1 AND g.agent_id = $2",
            args![org, agent],
        )
        .await?;
    let mut grants = BTreeSet::new();
    for row in rows {
        let id = row.scope_id.as_slice();
        grants.insert(match row.scope {
            Scope::Organization => Grant::Organization(row.permission),
            Scope::Department => Grant::Department(row.permission, DepartmentId::try_from(id)?),
            Scope::Queue => Grant::Queue(row.permission, QueueId::try_from(id)?),
        });
    }
    Ok(Visibility { agent_id: agent, grants })
}

/// All departments, by name.
///
/// # Errors
/// As the database.
pub async fn departments(conn: &mut Conn) -> Result<Vec<Department>> {
    let org = conn.org();
    conn.all("SELECT id, key, name FROM departments WHERE org_id = $1 ORDER BY name", args![org])
        .await
}

/// All teams, by name.
///
/// # Errors
/// As the database.
pub async fn teams(conn: &mut Conn) -> Result<Vec<Team>> {
    let org = conn.org();
    conn.all(
        "SELECT id, department_id, name FROM teams WHERE org_id = $1 ORDER BY name",
        args![org],
    )
    .await
}

/// All skills, by name.
///
/// # Errors
/// As the database.
pub async fn skills(conn: &mut Conn) -> Result<Vec<Skill>> {
    let org = conn.org();
    conn.all("SELECT id, key, name FROM skills WHERE org_id = $1 ORDER BY name", args![org]).await
}

/// All queues, in the order of lists.
///
/// # Errors
/// As the database.
pub async fn queues(conn: &mut Conn) -> Result<Vec<Queue>> {
    let org = conn.org();
    conn.all(
        "SELECT org_id, id, department_id, name, key, icon, team_model, position
         FROM queues
         WHERE org_id = $1
         ORDER BY position, name",
        args![org],
    )
    .await
}

/// Every agent's skills.
///
/// # Errors
/// As the database.
pub async fn agent_skills(conn: &mut Conn) -> Result<Vec<AgentSkill>> {
    let org = conn.org();
    conn.all(
        "SELECT a.agent_id, s.key, a.level
         FROM agent_skills a
         JOIN skills s ON s.org_id = a.org_id AND s.id = a.skill_id
         WHERE a.org_id = $1",
        args![org],
    )
    .await
}

/// Which agents serve which queues.
///
/// # Errors
/// As the database.
pub async fn served_queues(conn: &mut Conn) -> Result<Vec<Served>> {
    let org = conn.org();
    conn.all(
        "SELECT DISTINCT m.agent_id, q.queue_id
         FROM queue_teams q
         JOIN team_members m ON m.org_id = q.org_id AND m.team_id = q.team_id
         WHERE q.org_id = $1",
        args![org],
    )
    .await
}

/// How many new and open cases each agent holds.
///
/// # Errors
/// As the database.
pub async fn loads(conn: &mut Conn) -> Result<Vec<Load>> {
    let org = conn.org();
    conn.all(
        // Asked agent by agent, it reads only the open end of the index on owners; the shelf `open`
        // holds the statuses new and open.
        "SELECT
             a.id AS agent_id,
             (SELECT COUNT(*) FROM cases c
              WHERE c.org_id = a.org_id AND c.owner_id = a.id AND c.shelf = 'open') AS cases
         FROM agents a
         WHERE a.org_id = $1 AND a.disabled_at IS NULL",
        args![org],
    )
    .await
}

/// Which roles agents hold, by name.
///
/// # Errors
/// As the database.
pub async fn agent_roles(conn: &mut Conn) -> Result<Vec<AgentRole>> {
    let org = conn.org();
    conn.all(
        "SELECT DISTINCT g.agent_id, r.name
         FROM role_grants g
         JOIN roles r ON r.org_id = g.org_id AND r.id = g.role_id
         WHERE g.org_id = $1
         ORDER BY r.name",
        args![org],
    )
    .await
}
