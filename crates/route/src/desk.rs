//! What the router must know of the desk.

use earshot_model::{AgentId, DepartmentId, Presence, QueueId, TeamModel, Time};

use crate::ClockPolicy;

/// A queue, as the router sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueState {
    /// Which queue.
    pub id: QueueId,
    /// The word by which the playbook names it.
    pub key: String,
    /// Whose queue it is.
    pub department_id: DepartmentId,
    /// Who may take from it: see [`AgentState::queues`] and [`AgentState::departments`].
    pub team_model: TeamModel,
}

/// A skill that someone has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSkill {
    /// The key by which the playbook names it.
    pub key: String,
    /// How well, 1 (learning) to 5 (teaches it).
    pub level: i64,
}

/// An agent, as the router sees them. Someone who is switched off must not be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentState {
    /// Who.
    pub id: AgentId,
    /// Only [`Presence::Online`] takes new work.
    pub presence: Presence,
    /// How many cases they can hold at once.
    pub capacity: i64,
    /// How many live cases they hold now.
    pub load: i64,
    /// What they can do.
    pub skills: Vec<HeldSkill>,
    /// Where they belong: the entry to queues of [`TeamModel::Subset`].
    pub departments: Vec<DepartmentId>,
    /// The queues they are named for: the entry to queues of [`TeamModel::Dedicated`].
    pub queues: Vec<QueueId>,
    /// When they last got a case. Among equals, the one who has waited longest is next.
    pub assigned_at: Option<Time>,
}

/// The desk at the moment of routing.
#[derive(Debug, Clone)]
pub struct DeskState<'a> {
    /// All queues of the organization.
    pub queues: &'a [QueueState],
    /// Where a case goes when the playbook names no queue, or one that is gone.
    pub default_queue: QueueId,
    /// Everyone who could take it.
    pub agents: &'a [AgentState],
    /// Who last owned a case of this customer or thread, if anyone did.
    pub previous_owner: Option<AgentId>,
    /// When the customer spoke: the clocks start here, not when we came to read it.
    pub since: Time,
    /// Whether it is imported history, which gets neither clocks nor an owner.
    pub imported: bool,
    /// The limits.
    pub clocks: ClockPolicy,
}
