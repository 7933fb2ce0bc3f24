//! Queues with their rules and their people.

use std::collections::HashMap;

use earshot_model::{Agent, AgentId, Permission, Presence, Queue, QueueId, Time};
use earshot_route::board::QueueRules;
use earshot_store::roster::{self, Member, RuledQueue};
use earshot_store::setup::{self, Department, Skill};
use earshot_store::trainings::Training;
use earshot_store::{Conn, agents};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A queue in the list.
#[derive(Debug, Clone)]
pub struct QueueLine {
    /// The queue.
    pub queue: Queue,
    /// The name of its department.
    pub department: String,
    /// Its rules.
    pub rules: QueueRules,
    /// How many people are in it, in whatever ring; everybody where it is blended.
    pub people: usize,
    /// How many of them take new work now.
    pub online: usize,
}

/// Somebody beside a queue.
#[derive(Debug, Clone)]
pub struct QueuePerson {
    /// Who.
    pub agent: Agent,
    /// Whether a team of the queue brings them in, in the first ring.
    pub by_team: bool,
    /// The ring for which they are named themselves.
    pub ring: Option<i64>,
}

/// A queue with everything that can be set.
#[derive(Debug, Clone)]
pub struct QueueSheet {
    /// The queue.
    pub queue: Queue,
    /// The name of its department.
    pub department: String,
    /// Its rules.
    pub rules: QueueRules,
    /// How often they were changed: what a form sends back.
    pub version: i64,
    /// What is wrong where the stored rules cannot be read. Then the usual ones are at work, and stand
    /// here, and none can be saved over them.
    pub fault: Option<String>,
    /// Everybody who works here.
    pub people: Vec<QueuePerson>,
    /// All skills.
    pub skills: Vec<Skill>,
    /// All trainings, each with how many of the people have it now.
    pub trainings: Vec<(Training, usize)>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// The time of all of it.
    pub now: Time,
}

/// The stored rules of a queue; the usual where they cannot be read.
pub(super) fn rules(queue: &RuledQueue) -> QueueRules {
    read(queue).unwrap_or_default()
}

/// Why the stored rules of a queue cannot be read, if they cannot.
pub(super) fn fault(queue: &RuledQueue) -> Option<String> {
    let problem = read(queue).err()?;
    Some(format!(
        "the stored rules cannot be read ({problem}), and the usual ones are at work. Start the version \
         of Earshot that wrote them, or have whoever runs the database put them right"
    ))
}

fn read(queue: &RuledQueue) -> serde_json::Result<QueueRules> {
    queue.rules.as_deref().map_or_else(|| Ok(QueueRules::default()), serde_json::from_str)
}

impl Engage {
    /// All queues with their rules, and all departments. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn queue_lines(&self, who: &Staff) -> Result<(Vec<QueueLine>, Vec<Department>)> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let queues = setup::queues(&mut conn).await?;
        let ruled = roster::queues(&mut conn).await?;
        let members = roster::members(&mut conn).await?;
        let people = working(&mut conn).await?;
        let departments = setup::departments(&mut conn).await?;
        drop(conn);
        let inside = inside(&ruled, &members, &people);
        let lines = queues.into_iter().map(|queue| {
            let mine = inside.get(&queue.id).cloned().unwrap_or_default();
            let online = people
                .iter()
                .filter(|agent| mine.contains(&agent.id) && agent.presence == Presence::Online);
            let department = departments.iter().find(|one| one.id == queue.department_id);
            let known = ruled.iter().find(|one| one.id == queue.id);
            QueueLine {
                department: department.map(|one| one.name.clone()).unwrap_or_default(),
                rules: known.map(rules).unwrap_or_default(),
                online: online.count(),
                people: mine.len(),
                queue,
            }
        });
        let lines = lines.collect();
        Ok((lines, departments))
    }

    /// One queue with everything that can be set. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn queue_sheet(&self, who: &Staff, id: QueueId) -> Result<QueueSheet> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let queues = setup::queues(&mut conn).await?;
        let ruled = roster::queues(&mut conn).await?;
        let members = roster::members(&mut conn).await?;
        let people = working(&mut conn).await?;
        let departments = setup::departments(&mut conn).await?;
        let skills = setup::skills(&mut conn).await?;
        let trainings = super::trainings::counted(&mut conn, &people, self.tools.now()).await?;
        drop(conn);
        let queue = queues.iter().find(|queue| queue.id == id).cloned();
        let queue = queue.ok_or(Error::NotFound("queue"))?;
        let known = ruled.iter().find(|one| one.id == id);
        let mine = |agent: AgentId| {
            members.iter().filter(move |member| member.queue_id == id && member.agent_id == agent)
        };
        let department = departments.into_iter().find(|one| one.id == queue.department_id);
        Ok(QueueSheet {
            department: department.map(|one| one.name).unwrap_or_default(),
            rules: known.map(rules).unwrap_or_default(),
            version: known.and_then(|one| one.version).unwrap_or(0),
            fault: known.and_then(fault),
            people: people
                .into_iter()
                .map(|agent| QueuePerson {
                    by_team: mine(agent.id).any(|member| !member.named),
                    ring: mine(agent.id).find(|member| member.named).map(|member| member.ring),
                    agent,
                })
                .collect(),
            skills,
            trainings,
            queue,
            queues,
            now: self.tools.now(),
        })
    }
}

/// Everybody who was not switched off, by name.
pub(crate) async fn working(conn: &mut Conn) -> Result<Vec<Agent>> {
    let mut people = agents::all(conn).await?;
    people.retain(|agent| agent.disabled_at.is_none());
    Ok(people)
}

/// Who is in which queue, in whatever ring.
fn inside(
    queues: &[RuledQueue],
    members: &[Member],
    people: &[Agent],
) -> HashMap<QueueId, Vec<AgentId>> {
    let department =
        |id: QueueId| queues.iter().find(|one| one.id == id).map(|one| one.department_id);
    let of_department = |agent: AgentId, queue: &RuledQueue| {
        members.iter().any(|member| {
            member.agent_id == agent
                && !member.named
                && department(member.queue_id) == Some(queue.department_id)
        })
    };
    let is_in = |agent: AgentId, queue: &RuledQueue| {
        use earshot_model::TeamModel::{Blended, Dedicated, Subset};
        let seat = || members.iter().any(|m| m.agent_id == agent && m.queue_id == queue.id);
        match queue.team_model {
            Blended => true,
            Dedicated => seat(),
            Subset => seat() || of_department(agent, queue),
        }
    };
    queues
        .iter()
        .map(|queue| {
            let mine = people.iter().map(|agent| agent.id).filter(|id| is_in(*id, queue));
            (queue.id, mine.collect())
        })
        .collect()
}
