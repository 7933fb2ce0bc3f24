//! Which deadlines are broken, and which soon will be.

use earshot_model::{Clocks, Time};

use crate::ClockKind;

/// A deadline that has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// Which clock.
    pub clock: ClockKind,
    /// When it was due.
    pub due_at: Time,
    /// How long ago that was, in microseconds, at least 1.
    pub late_by: i64,
}

/// The deadlines that still run and have passed at `now`, at most one a clock.
#[must_use]
pub fn breaches(clocks: &Clocks, now: Time) -> Vec<Breach> {
    running(clocks)
        .filter(|(_, due_at)| now > *due_at)
        .map(|(clock, due_at)| Breach { clock, due_at, late_by: now.since(due_at) })
        .collect()
}

/// How a case stands against the answer that it owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// No answer is owed.
    Quiet,
    /// There is time.
    InTime,
    /// Most of the time is used up.
    AtRisk,
    /// The time is over.
    Late,
}

/// How a case stands at `now`, when the waiting began at `since` and a warning is due once
/// `warn_percent` of the time is gone (usually 80).
#[must_use]
pub fn standing(clocks: &Clocks, since: Time, now: Time, warn_percent: u8) -> Standing {
    let Some(due_at) = clocks.due_at() else { return Standing::Quiet };
    if now > due_at {
        return Standing::Late;
    }
    let whole = i128::from(due_at.since(since).max(0));
    let gone = i128::from(now.since(since).max(0));
    if gone * 100 >= whole * i128::from(warn_percent) { Standing::AtRisk } else { Standing::InTime }
}

fn running(clocks: &Clocks) -> impl Iterator<Item = (ClockKind, Time)> {
    let first = clocks.first_due_at.filter(|_| clocks.first_answered_at.is_none());
    [
        (ClockKind::First, first),
        (ClockKind::Next, clocks.next_due_at),
        (ClockKind::Resolve, clocks.resolve_due_at),
    ]
    .into_iter()
    .filter_map(|(clock, due)| due.map(|due| (clock, due)))
}
