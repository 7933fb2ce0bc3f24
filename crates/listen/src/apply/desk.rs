//! The desk as the router sees it, while a batch is applied.

use std::collections::HashMap;

use earshot_model::{AgentId, DepartmentId, QueueId, Routing, Time};
use earshot_route::{AgentState, ClockPolicy, DeskState, HeldSkill, QueueState};
use earshot_store::{Conn, agents, setup};

use crate::{Error, Result};

/// Queues and people, with the work that this batch has given them so far.
pub(crate) struct Desk {
    queues: Vec<QueueState>,
    agents: Vec<AgentState>,
    default_queue: QueueId,
}

impl Desk {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        let queues: Vec<QueueState> = setup::queues(conn)
            .await?
            .into_iter()
            .map(|queue| QueueState {
                id: queue.id,
                key: queue.key,
                department_id: queue.department_id,
                team_model: queue.team_model,
            })
            .collect();
        let default_queue = queues.first().map(|queue| queue.id).ok_or(Error::NoQueue)?;
        let agents = agent_states(conn, &queues).await?;
        Ok(Self { queues, agents, default_queue })
    }

    /// The desk for one routing.
    pub(crate) fn state(
        &self,
        since: Time,
        previous_owner: Option<AgentId>,
        imported: bool,
        clocks: ClockPolicy,
    ) -> DeskState<'_> {
        DeskState {
            queues: &self.queues,
            default_queue: self.default_queue,
            agents: &self.agents,
            previous_owner,
            since,
            imported,
            clocks,
        }
    }

    /// Notes that someone got a case, so that the next one goes to somebody else.
    pub(crate) fn given(&mut self, routing: &Routing, at: Time) {
        let Some(owner) = routing.agent_id else { return };
        if let Some(agent) = self.agents.iter_mut().find(|agent| agent.id == owner) {
            agent.load = agent.load.saturating_add(1);
            agent.assigned_at = Some(at);
        }
    }

    /// Whose policies hold in a queue.
    pub(crate) fn department(&self, queue: QueueId) -> Result<DepartmentId> {
        let found = self.queues.iter().find(|state| state.id == queue);
        found.map(|state| state.department_id).ok_or(Error::NoQueue)
    }
}

async fn agent_states(conn: &mut Conn, queues: &[QueueState]) -> Result<Vec<AgentState>> {
    let mut skills: HashMap<AgentId, Vec<HeldSkill>> = HashMap::new();
    for skill in setup::agent_skills(conn).await? {
        let held = HeldSkill { key: skill.key, level: skill.level };
        skills.entry(skill.agent_id).or_default().push(held);
    }
    let mut served: HashMap<AgentId, Vec<QueueId>> = HashMap::new();
    for row in setup::served_queues(conn).await? {
        served.entry(row.agent_id).or_default().push(row.queue_id);
    }
    let loads: HashMap<AgentId, i64> =
        setup::loads(conn).await?.into_iter().map(|load| (load.agent_id, load.cases)).collect();
    let departments = |mine: &[QueueId]| {
        let mut found: Vec<DepartmentId> = queues
            .iter()
            .filter(|queue| mine.contains(&queue.id))
            .map(|queue| queue.department_id)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let people = agents::all(conn).await?;
    Ok(people
        .into_iter()
        .filter(|agent| agent.disabled_at.is_none())
        .map(|agent| {
            let queues = served.remove(&agent.id).unwrap_or_default();
            AgentState {
                id: agent.id,
                presence: agent.presence,
                capacity: agent.capacity,
                load: loads.get(&agent.id).copied().unwrap_or(0),
                skills: skills.remove(&agent.id).unwrap_or_default(),
                departments: departments(&queues),
                queues,
                assigned_at: None,
            }
        })
        .collect())
}
