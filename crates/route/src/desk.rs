//! What the router must know of the desk.

use earshot_model::{DepartmentId, QueueId, TeamModel, Time};

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
    /// Who may take from it.
    pub team_model: TeamModel,
}

/// The desk at the moment of routing.
#[derive(Debug, Clone)]
pub struct DeskState<'a> {
    /// All queues of the organization.
    pub queues: &'a [QueueState],
    /// Where a case goes when the playbook names no queue, or one that is gone.
    pub default_queue: QueueId,
    /// When the customer spoke: the clocks start here, not when we came to read it.
    pub since: Time,
    /// Whether it is imported history, which gets neither clocks nor an owner.
    pub imported: bool,
    /// The limits.
    pub clocks: ClockPolicy,
}
