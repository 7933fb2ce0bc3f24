//! What a desk may count on.

mod fair;
mod picks;
mod pulls;
mod random;
mod relaxing;
mod rows;
mod simulation;
mod waits;

use earshot_model::{AgentId, CaseId, DepartmentId, Presence, QueueId, Surface, TeamModel, Time};
use uuid::Uuid;

use super::{AgentProfile, Board, Queue, Seat, Turn, Work};
use crate::HeldSkill;

pub(super) const START: Time = Time(1_770_000_000_000_000);

pub(super) fn minutes(n: i64) -> Time {
    START.plus(n * Time::MINUTE)
}

pub(super) fn queue_id(n: u128) -> QueueId {
    QueueId(Uuid::from_u128(n))
}

pub(super) fn agent_id(n: u128) -> AgentId {
    AgentId(Uuid::from_u128(n))
}

pub(super) fn case_id(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

pub(super) fn queue(n: u128, team_model: TeamModel) -> Queue {
    let department = DepartmentId(Uuid::from_u128(100 + n));
    Queue::new(queue_id(n), &format!("queue-{n}"), department, team_model)
}

/// Online, room for six, in the department of queue 1 and in its first ring.
pub(super) fn agent(n: u128, skills: &[(&str, i64)]) -> AgentProfile {
    let held = |(key, level): &(&str, i64)| HeldSkill { key: (*key).to_owned(), level: *level };
    AgentProfile {
        id: agent_id(n),
        presence: Presence::Online,
        capacity: 6,
        caps: vec![],
        skills: skills.iter().map(held).collect(),
        languages: vec![],
        trainings: vec![],
        seats: vec![Seat { queue: queue_id(1), ring: 0 }],
        departments: vec![],
    }
}

pub(super) fn work(n: u128, queue: u128, skills: &[&str]) -> Work {
    Work {
        case: case_id(n),
        queue: queue_id(queue),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        language: None,
        surface: Surface::Post,
        weight: 1,
        due_at: None,
        priority: 0,
        since: START,
        preferred: None,
    }
}

/// A board with queue 1 (named people only) and these people.
pub(super) fn board(agents: Vec<AgentProfile>) -> Board {
    let mut board = Board::new();
    board.set_queue(queue(1, TeamModel::Dedicated), minutes(0)).unwrap();
    agents.into_iter().for_each(|agent| board.set_agent(agent));
    board
}

/// Which agent got which case, as the numbers that the test gave them.
pub(super) fn given(turn: &Turn) -> Vec<(u128, u128)> {
    turn.given.iter().map(|a| (a.case.0.as_u128(), a.agent.0.as_u128())).collect()
}
