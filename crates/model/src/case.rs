//! Cases: the unit of work.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AgentId, CaseId, DepartmentId, OrgId, PersonId, QueueId, SlaClass, Time};

words! {
    /// The fixed category under a status that the organization may name as it likes.
    CaseStatus as "case status" {
        /// Nobody has touched it.
        New = "new",
        /// Somebody works on it.
        Open = "open",
        /// The customer has the word.
        Waiting = "waiting",
        /// It rests on purpose.
        OnHold = "on_hold",
        /// Answered; a word from the customer opens it again.
        Resolved = "resolved",
        /// Over.
        Closed = "closed",
    }
}

impl CaseStatus {
    /// Whether work remains.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::Waiting | Self::OnHold)
    }
}

words! {
    /// The part that a thread plays in its case.
    ThreadRole as "thread role" {
        /// Where it began.
        Origin = "origin",
        /// Where it went on out of sight.
        Private = "private",
        /// Where its end was told.
        Closing = "closing",
        /// A branch.
        Side = "side",
    }
}

/// The clocks of a case. A missing time means that this clock does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clocks {
    /// When the brand must have answered for the first time.
    pub first_due_at: Option<Time>,
    /// When the brand must have answered the customer's latest word.
    pub next_due_at: Option<Time>,
    /// When the case should be resolved.
    pub resolve_due_at: Option<Time>,
    /// When the brand first answered.
    pub first_answered_at: Option<Time>,
}

impl Clocks {
    /// The deadline that matters now: the soonest answer that is still owed.
    #[must_use]
    pub fn due_at(&self) -> Option<Time> {
        match (self.first_answered_at, self.first_due_at, self.next_due_at) {
            (None, Some(first), Some(next)) => Some(first.min(next)),
            (None, Some(first), None) => Some(first),
            (_, _, next) => next,
        }
    }
}

/// A unit of work: a customer's matter, over however many threads and channels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The organization whose case this is.
    pub org_id: OrgId,
    /// Our id.
    pub id: CaseId,
    /// The number that people say aloud, per organization from 1.
    pub number: i64,
    /// A short line that says what it is about.
    pub subject: String,
    /// The customer.
    pub person_id: PersonId,
    /// Where it stands.
    pub status: CaseStatus,
    /// The department whose policies hold.
    pub department_id: DepartmentId,
    /// Where it waits.
    pub queue_id: QueueId,
    /// Who works on it.
    pub owner_id: Option<AgentId>,
    /// How fast it must be answered.
    pub sla: SlaClass,
    /// The priority score of its latest verdict, 0 to 1.
    pub priority: f64,
    /// The kind of channel on which it began.
    pub channel: String,
    /// Its clocks.
    pub clocks: Clocks,
    /// When it was opened.
    pub opened_at: Time,
    /// When something last happened in it.
    pub active_at: Time,
    /// When the customer last spoke.
    pub customer_spoke_at: Option<Time>,
    /// When the brand last spoke.
    pub brand_spoke_at: Option<Time>,
    /// Until when it sleeps, if it does.
    pub snoozed_until: Option<Time>,
    /// When it was resolved, if it was.
    pub resolved_at: Option<Time>,
    /// When it was closed, if it was.
    pub closed_at: Option<Time>,
    /// Grows by one with each change; a writer names the one that it saw.
    pub version: i64,
    /// Whether it came from an import of history.
    pub imported: bool,
}
