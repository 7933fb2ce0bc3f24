//! Clocks start, stop and move. Each function takes the clocks as they are and gives them back
//! as they become.

use earshot_model::{Clocks, Time};

use crate::Limits;

/// The clocks of a new case whose customer spoke at `since`.
#[must_use]
pub const fn started(limits: Limits, since: Time) -> Clocks {
    Clocks {
        first_due_at: Some(since.plus(limits.first)),
        next_due_at: None,
        resolve_due_at: Some(since.plus(limits.resolve)),
        first_answered_at: None,
    }
}

/// The brand answered the customer: nothing is owed now. The first answer is kept, with the
/// deadline that it had, so that a report can tell whether it was in time.
#[must_use]
pub fn answered(clocks: &Clocks, at: Time) -> Clocks {
    Clocks {
        next_due_at: None,
        first_answered_at: clocks.first_answered_at.or(Some(at)),
        ..*clocks
    }
}

/// The customer spoke again. A deadline that runs already stays: more words must not buy the brand
/// more time. Without limits (no service level) nothing starts.
#[must_use]
pub fn customer_spoke(clocks: &Clocks, limits: Option<Limits>, at: Time) -> Clocks {
    let Some(limits) = limits else { return *clocks };
    if clocks.due_at().is_some() {
        return *clocks;
    }
    Clocks {
        next_due_at: Some(at.plus(limits.next)),
        resolve_due_at: clocks.resolve_due_at.or(Some(at.plus(limits.resolve))),
        ..*clocks
    }
}

/// The case was resolved or closed: no clock runs. What a first answer was owed stays readable if
/// it was given.
#[must_use]
pub fn resolved(clocks: &Clocks) -> Clocks {
    Clocks {
        first_due_at: clocks.first_answered_at.and(clocks.first_due_at),
        next_due_at: None,
        resolve_due_at: None,
        ..*clocks
    }
}

/// Every deadline that still runs moves by `micros`: how long a case rested on hold, asleep or
/// with the customer. A first answer that was given keeps its deadline.
#[must_use]
pub fn pushed(clocks: &Clocks, micros: i64) -> Clocks {
    let moved = |at: Option<Time>| at.map(|at| at.plus(micros));
    let first_runs = clocks.first_answered_at.is_none();
    Clocks {
        first_due_at: if first_runs { moved(clocks.first_due_at) } else { clocks.first_due_at },
        next_due_at: moved(clocks.next_due_at),
        resolve_due_at: moved(clocks.resolve_due_at),
        ..*clocks
    }
}
