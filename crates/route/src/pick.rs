//! The queue, then the person.

use std::cmp::Ordering;

use earshot_model::{AgentId, Clocks, Decision, Presence, Reason, Routing, TeamModel};

use crate::clocks::started;
use crate::{AgentState, DeskState, QueueState, SkillNeed};

/// Picks queue and person for cases. It holds nothing, so one serves everybody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Router;

impl Router {
    /// Says where a case goes, who takes it and until when, with the reasons in order.
    ///
    /// The queue is always set. The person is missing when nobody is online with room and every
    /// needed skill, or when the case is imported history.
    #[must_use]
    pub fn route(&self, decision: &Decision, desk: &DeskState<'_>) -> Routing {
        let mut reasons = Vec::new();
        let queue = pick_queue(decision, desk, &mut reasons);
        let queue_id = queue.map_or(desk.default_queue, |queue| queue.id);
        if desk.imported {
            reasons.push(reason("reason-imported", &[]));
            return Routing { queue_id, agent_id: None, clocks: Clocks::default(), reasons };
        }
        let agent_id = queue.and_then(|queue| pick_agent(decision, desk, queue, &mut reasons));
        let clocks = desk
            .clocks
            .limits(decision.sla)
            .map_or_else(Clocks::default, |limits| started(limits, desk.since));
        reasons.push(reason("reason-clock", &[("class", decision.sla.word())]));
        Routing { queue_id, agent_id, clocks, reasons }
    }
}

/// Whether this person may be given a case of this queue that needs these skills now.
#[must_use]
pub fn can_take(agent: &AgentState, queue: &QueueState, skills: &[String]) -> bool {
    agent.presence == Presence::Online
        && agent.load < agent.capacity
        && belongs(agent, queue)
        && skills.iter().all(|skill| SkillNeed::read(skill).met_by(agent))
}

fn belongs(agent: &AgentState, queue: &QueueState) -> bool {
    match queue.team_model {
        TeamModel::Dedicated => agent.queues.contains(&queue.id),
        TeamModel::Subset => {
            agent.queues.contains(&queue.id) || agent.departments.contains(&queue.department_id)
        }
        TeamModel::Blended => true,
    }
}

fn pick_queue<'a>(
    decision: &Decision,
    desk: &DeskState<'a>,
    reasons: &mut Vec<Reason>,
) -> Option<&'a QueueState> {
    let default = || desk.queues.iter().find(|queue| queue.id == desk.default_queue);
    let Some(key) = &decision.queue else {
        reasons.push(reason("reason-default-queue", &[]));
        return default();
    };
    if let Some(queue) = desk.queues.iter().find(|queue| queue.key == *key) {
        reasons.push(reason("reason-queue", &[("queue", key)]));
        return Some(queue);
    }
    reasons.push(reason("reason-queue-gone", &[("queue", key)]));
    default()
}

fn pick_agent(
    decision: &Decision,
    desk: &DeskState<'_>,
    queue: &QueueState,
    reasons: &mut Vec<Reason>,
) -> Option<AgentId> {
    let fits = |agent: &&AgentState| can_take(agent, queue, &decision.skills);
    if let Some(id) = desk.previous_owner {
        if desk.agents.iter().filter(fits).any(|agent| agent.id == id) {
            reasons.push(reason("reason-previous-owner", &[]));
            return Some(id);
        }
        reasons.push(reason("reason-previous-owner-not-free", &[]));
    }
    if !decision.skills.is_empty() {
        reasons.push(reason("reason-skills", &[("skills", &decision.skills.join(", "))]));
    }
    let best = desk.agents.iter().filter(fits).min_by(|a, b| by_order(a, b, &decision.skills));
    let Some(agent) = best else {
        reasons.push(reason("reason-nobody-free", &[]));
        return None;
    };
    let (load, capacity) = (agent.load.to_string(), agent.capacity.to_string());
    reasons.push(reason("reason-least-loaded", &[("load", &load), ("capacity", &capacity)]));
    Some(agent.id)
}

/// The smallest share of capacity in use first; then the better at the needed skills; then the one
/// who has waited longest for a case; then the id, so that the answer is always the same.
fn by_order(a: &AgentState, b: &AgentState, skills: &[String]) -> Ordering {
    // load_a / capacity_a < load_b / capacity_b, without division.
    let a_share = i128::from(a.load) * i128::from(b.capacity);
    let b_share = i128::from(b.load) * i128::from(a.capacity);
    a_share
        .cmp(&b_share)
        .then_with(|| mastery(b, skills).cmp(&mastery(a, skills)))
        .then_with(|| a.assigned_at.cmp(&b.assigned_at))
        .then_with(|| a.id.cmp(&b.id))
}

fn mastery(agent: &AgentState, skills: &[String]) -> i64 {
    skills
        .iter()
        .filter_map(|skill| {
            let need = SkillNeed::read(skill);
            agent.skills.iter().filter(|held| held.key == need.key).map(|held| held.level).max()
        })
        .fold(0, i64::saturating_add)
}

fn reason(key: &str, values: &[(&str, &str)]) -> Reason {
    let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Reason { line: None, key: key.to_owned(), values }
}
