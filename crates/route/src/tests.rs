//! What a case may count on, whatever the desk looks like.

mod clocks;
mod picking;

use earshot_model::{
    Audience, Decision, DepartmentId, Outcome, QueueId, SlaClass, TeamModel, Time,
};
use uuid::Uuid;

use crate::{ClockPolicy, DeskState, QueueState};

pub(super) const NOON: Time = Time(1_770_000_000_000_000);

pub(super) fn queue(n: u128, key: &str, team_model: TeamModel) -> QueueState {
    let department_id = DepartmentId(Uuid::from_u128(100 + n));
    QueueState { id: QueueId(Uuid::from_u128(n)), key: key.to_owned(), department_id, team_model }
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

pub(super) fn desk(queues: &[QueueState]) -> DeskState<'_> {
    DeskState {
        queues,
        default_queue: queues[0].id,
        since: NOON,
        imported: false,
        clocks: ClockPolicy::default(),
    }
}
