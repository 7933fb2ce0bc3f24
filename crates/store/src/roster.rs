//! Who could take work: people with what they hold, where they sit and what they can do, and the rules
//! of queues.

use earshot_model::{AgentId, DepartmentId, Presence, QueueId, SkillId, TeamModel, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

row! {
    /// Somebody who works here, with what they hold.
    pub struct Hand {
        /// Who.
        pub id: AgentId,
        /// Whether they take new work.
        pub presence: Presence,
        /// How much they can hold, in units of weight.
        pub capacity: i64,
        /// How much they hold: what waits for an answer. For people who are not here it is not counted.
        pub load: i64,
        /// When they last got a case.
        pub given_at: Option<Time>,
    }
}

row! {
    /// A queue with its rules.
    pub struct RuledQueue {
        /// Which queue.
        pub id: QueueId,
        /// Whose policies hold.
        pub department_id: DepartmentId,
        /// The word by which playbook lines name it.
        pub key: String,
        /// The name on screens.
        pub name: String,
        /// Who may take from it.
        pub team_model: TeamModel,
        /// JSON of its rules; nothing where the usual ones hold.
        pub rules: Option<String>,
        /// How often the rules were changed.
        pub version: Option<i64>,
    }
}

row! {
    /// Somebody who is named for a queue.
    pub struct Member {
        /// Which queue.
        pub queue_id: QueueId,
        /// Who.
        pub agent_id: AgentId,
        /// 0 for the first ring.
        pub ring: i64,
        /// Whether they are named themselves, and not by a team of the queue.
        pub named: bool,
    }
}

row! {
    /// A language that somebody writes.
    pub struct Spoken {
        /// Who.
        pub agent_id: AgentId,
        /// The language, as a BCP 47 primary tag.
        pub language: String,
        /// 1 (learning) to 5.
        pub level: i64,
    }
}

/// Everybody who was not switched off, by id. What people hold is counted by weight, at most 100 cases
/// each: nobody's capacity is greater.
///
/// # Errors
/// As the database.
pub async fn hands(conn: &mut Conn) -> Result<Vec<Hand>> {
    let org = conn.org();
    conn.all(
        // Reads only the open end of the index on what people hold, and of that no more than matters.
        "SELECT a.id, a.presence, a.capacity, a.given_at,
                CASE WHEN a.presence <> 'online' THEN 0 ELSE (
                    SELECT CAST(COALESCE(SUM(held.weight), 0) AS BIGINT)
                    FROM (
                        SELECT c.weight FROM cases c
                        WHERE c.org_id = a.org_id AND c.owner_id = a.id AND c.owner_id IS NOT NULL
                          AND c.shelf = 'open'
                        LIMIT 100
                    ) held
                ) END AS load
         FROM agents a
         WHERE a.org_id = $1 AND a.disabled_at IS NULL
         ORDER BY a.id",
        args![org],
    )
    .await
}

/// All queues with their rules, in the order of lists.
///
/// # Errors
/// As the database.
pub async fn queues(conn: &mut Conn) -> Result<Vec<RuledQueue>> {
    let org = conn.org();
    conn.all(
        "SELECT q.id, q.department_id, q.key, q.name, q.team_model, r.body AS rules, r.version
         FROM queues q
         LEFT JOIN queue_rules r ON r.org_id = q.org_id AND r.queue_id = q.id
         WHERE q.org_id = $1
         ORDER BY q.position, q.name, q.id",
        args![org],
    )
    .await
}

/// Who sits in which queue: by a team, in the first ring, or named themselves. Somebody who is both
/// stands here twice.
///
/// # Errors
/// As the database.
pub async fn members(conn: &mut Conn) -> Result<Vec<Member>> {
    let org = conn.org();
    conn.all(
        "SELECT queue_id, agent_id, ring, TRUE AS named
         FROM queue_members
         WHERE org_id = $1
         UNION
         SELECT q.queue_id, m.agent_id, 0 AS ring, FALSE AS named
         FROM queue_teams q
         JOIN team_members m ON m.org_id = q.org_id AND m.team_id = q.team_id
         WHERE q.org_id = $1",
        args![org],
    )
    .await
}

/// Which languages people write.
///
/// # Errors
/// As the database.
pub async fn languages(conn: &mut Conn) -> Result<Vec<Spoken>> {
    let org = conn.org();
    conn.all(
        "SELECT agent_id, language, level FROM agent_languages
         WHERE org_id = $1
         ORDER BY language, agent_id",
        args![org],
    )
    .await
}

/// Which of these people take new work now.
///
/// # Errors
/// As the database.
pub async fn online(conn: &mut Conn, people: &[AgentId]) -> Result<Vec<AgentId>> {
    row! {
        struct Found {
            id: AgentId,
        }
    }
    let org = conn.org();
    let found: Vec<Found> = conn
        .all_in(
            "SELECT id FROM agents
             WHERE org_id = $1 AND presence = 'online' AND disabled_at IS NULL AND id IN (?)",
            &args![org],
            people.iter().map(|id| Value::from(*id)).collect(),
        )
        .await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Writes down that these people got a case.
///
/// # Errors
/// As the database.
pub async fn note_given(tx: &mut Tx, people: &[AgentId], at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec_in(
        "UPDATE agents SET given_at = $2 WHERE org_id = $1 AND id IN (?)",
        &args![org, at],
        people.iter().map(|id| Value::from(*id)).collect(),
    )
    .await?;
    Ok(())
}

/// Keeps the rules of a queue. `version` is the one that was read, 0 for none.
///
/// # Errors
/// [`crate::Error::Busy`] when somebody changed them since.
pub async fn set_rules(
    tx: &mut Tx,
    queue: QueueId,
    body: &str,
    version: i64,
    by: (AgentId, Time),
) -> Result<()> {
    let org = tx.org();
    let changed = if version == 0 {
        tx.exec(
            "INSERT INTO queue_rules (org_id, queue_id, body, version, agent_id, changed_at)
             VALUES ($1, $2, $3, 1, $4, $5)
             ON CONFLICT DO NOTHING",
            args![org, queue, body, by.0, by.1],
        )
        .await?
    } else {
        tx.exec(
            "UPDATE queue_rules
             SET body = $3, version = version + 1, agent_id = $5, changed_at = $6
             WHERE org_id = $1 AND queue_id = $2 AND version = $4",
            args![org, queue, body, version, by.0, by.1],
        )
        .await?
    };
    if changed == 0 { Err(crate::Error::Busy) } else { Ok(()) }
}

/// Changes the name and the team model of a queue.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn set_queue(tx: &mut Tx, queue: QueueId, name: &str, model: TeamModel) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE queues SET name = $3, team_model = $4 WHERE org_id = $1 AND id = $2",
            args![org, queue, name, model],
        )
        .await?;
    if changed == 0 { Err(crate::Error::NotFound("queue")) } else { Ok(()) }
}

/// Says who is named for a queue, and in which ring: nobody else is afterwards.
///
/// # Errors
/// As the database.
pub async fn set_members(tx: &mut Tx, queue: QueueId, members: &[(AgentId, i64)]) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM queue_members WHERE org_id = $1 AND queue_id = $2", args![org, queue])
        .await?;
    let rows = members.iter().map(|(agent, ring)| args![org, queue, *agent, *ring]).collect();
    tx.insert_all("INSERT INTO queue_members (org_id, queue_id, agent_id, ring)", rows, "").await?;
    Ok(())
}

/// Names somebody for a queue, in the first ring; who is named already keeps their ring.
///
/// # Errors
/// As the database.
pub async fn name_for(tx: &mut Tx, queue: QueueId, agent: AgentId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO queue_members (org_id, queue_id, agent_id, ring) VALUES ($1, $2, $3, 0)
         ON CONFLICT DO NOTHING",
        args![org, queue, agent],
    )
    .await?;
    Ok(())
}

/// Takes a skill from somebody.
///
/// # Errors
/// As the database.
pub async fn drop_skill(tx: &mut Tx, agent: AgentId, skill: SkillId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM agent_skills WHERE org_id = $1 AND agent_id = $2 AND skill_id = $3",
        args![org, agent, skill],
    )
    .await?;
    Ok(())
}

/// Says how well somebody writes a language, 1 to 5; 0 for not at all.
///
/// # Errors
/// As the database.
pub async fn set_language(tx: &mut Tx, agent: AgentId, language: &str, level: i64) -> Result<()> {
    let org = tx.org();
    if level == 0 {
        tx.exec(
            "DELETE FROM agent_languages WHERE org_id = $1 AND agent_id = $2 AND language = $3",
            args![org, agent, language],
        )
        .await?;
        return Ok(());
    }
    tx.exec(
        "INSERT INTO agent_languages (org_id, agent_id, language, level) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, agent_id, language) DO UPDATE SET level = excluded.level",
        args![org, agent, language, level],
    )
    .await?;
    Ok(())
}

/// Says how much somebody can hold.
///
/// # Errors
/// As the database.
pub async fn set_capacity(tx: &mut Tx, agent: AgentId, capacity: i64) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE agents SET capacity = $3 WHERE org_id = $1 AND id = $2",
        args![org, agent, capacity],
    )
    .await?;
    Ok(())
}
