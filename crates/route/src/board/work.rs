//! Cases on the board.

use earshot_model::{AgentId, CaseId, QueueId, Surface, Time};

use super::timers::Timer;

/// A case that wants an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Which case.
    pub case: CaseId,
    /// Where it waits.
    pub queue: QueueId,
    /// The skills that it needs, each as `rebooking:3` or `rebooking`.
    pub skills: Vec<String>,
    /// The customer's language, where an agent must write it, as a BCP 47 primary tag.
    pub language: Option<String>,
    /// Where it began.
    pub surface: Surface,
    /// How much of an agent's capacity it takes, 1 or more.
    pub weight: i64,
    /// Until when an answer is owed. The soonest is next.
    pub due_at: Option<Time>,
    /// The priority of its verdict in per mille. Decides among equal deadlines.
    pub priority: i64,
    /// Since when the customer waits.
    pub since: Time,
    /// Who should have it, such as its last owner.
    pub preferred: Option<AgentId>,
}

/// The place of a case in its queue: the soonest deadline, then the highest priority, then the
/// longest wait, then the id, so that the order is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    due: Time,
    low: i64,
    since: Time,
    pub(super) case: CaseId,
}

impl Rank {
    pub(super) fn of(work: &Work) -> Self {
        let due = work.due_at.unwrap_or(Time(i64::MAX));
        Self { due, low: work.priority.saturating_neg(), since: work.since, case: work.case }
    }
}

/// Where a case on the board stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It waits for anyone who fits.
    Waiting,
    /// It waits for one person, who is here but full.
    Reserved(AgentId),
    /// Someone looks at it and may take it; nobody else gets it.
    Locked(AgentId, u64),
    /// It has an owner.
    Given(AgentId),
}

/// A case on the board.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) work: Work,
    /// Number of its queue.
    pub(super) queue: usize,
    /// What it asks for now: number of the ask.
    pub(super) ask: usize,
    /// How many steps of relaxation are taken.
    pub(super) step: usize,
    pub(super) standing: Standing,
    /// Since when it has no owner.
    pub(super) ownerless_since: Time,
    pub(super) touched: bool,
    /// What it weighs for its owner now.
    pub(super) carried: i64,
    /// Who had it taken from them, and until when they do not get it again.
    pub(super) avoid: Option<(AgentId, Time)>,
    /// What comes due for it while nothing happens.
    pub(super) timers: Vec<Timer>,
}

impl Slot {
    pub(super) const fn is_given(&self) -> bool {
        matches!(self.standing, Standing::Given(_))
    }

    pub(super) fn avoids(&self, agent: AgentId, now: Time) -> bool {
        self.avoid.is_some_and(|(who, until)| who == agent && now < until)
    }
}
