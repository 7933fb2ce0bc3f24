//! What a case may count on, whatever the desk looks like.

mod clocks;
mod picking;
mod properties;

use earshot_model::{
    AgentId, Audience, Decision, DepartmentId, Outcome, Presence, QueueId, SlaClass, TeamModel,
    Time,
};
use uuid::Uuid;

use crate::{AgentState, ClockPolicy, DeskState, HeldSkill, QueueState};

pub(super) const NOON: Time = Time(1_770_000_000_000_000);

pub(super) fn queue(n: u128, key: &str, team_model: TeamModel) -> QueueState {
    let department_id = DepartmentId(Uuid::from_u128(100 + n));
    QueueState { id: QueueId(Uuid::from_u128(n)), key: key.to_owned(), department_id, team_model }
}

pub(super) fn agent(n: u128, load: i64, skills: &[(&str, i64)]) -> AgentState {
    let held = |(key, level): &(&str, i64)| HeldSkill { key: (*key).to_owned(), level: *level };
    AgentState {
        id: AgentId(Uuid::from_u128(n)),
        presence: Presence::Online,
        capacity: 6,
        load,
        skills: skills.iter().map(held).collect(),
        departments: vec![],
        queues: vec![],
        assigned_at: None,
    }
}

pub(super) fn decision(queue: Option<&str>, skills: &[&str], sla: SlaClass) -> Decision {
    Decision {
        playbook_version: 1,
        outcome: Outcome::Respond,
        queue: queue.map(str::to_owned),
        skills: skills.iter().map(|s| (*s).to_owned()).collect(),
        audience: Audience::Public,
        sla,
        ..Decision::default()
    }
}

pub(super) fn desk<'a>(queues: &'a [QueueState], agents: &'a [AgentState]) -> DeskState<'a> {
    DeskState {
        queues,
        default_queue: queues[0].id,
        agents,
        previous_owner: None,
        since: NOON,
        imported: false,
        clocks: ClockPolicy::default(),
    }
}
