//! What a clock shows.

use earshot_model::Time;
use serde::Serialize;

use super::reach::Governed;
use super::{ClockKind, Course, Edition, End, Ended, Rules};
use crate::Error;

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// There is time.
    Running,
    /// Most of the time is used.
    AtRisk,
    /// The time is over.
    Late,
    /// It stands still with time left.
    Paused,
    /// It ended in time.
    Met,
    /// It ended too late.
    MetLate,
    /// It was owed no longer, or another took its place.
    Dropped,
}

/// One run of one clock at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockState {
    /// Which clock.
    pub clock: ClockKind,
    /// Which run of it, from 1.
    pub run: u32,
    /// The number of the promise, for promises.
    pub promise: Option<i64>,
    /// The policy that governs it; none for the floor.
    pub policy: Option<Edition>,
    /// Since when it runs.
    pub started_at: Time,
    /// When the warning is due; none while it stands still before that.
    pub warn_at: Option<Time>,
    /// The deadline; none while it stands still with time left.
    pub due_at: Option<Time>,
    /// When it stood still; the last may go on.
    pub pauses: Vec<(Time, Option<Time>)>,
    /// Working microseconds that are left now, negative when late; 0 once it ended.
    pub left: i64,
    /// When and how it ended.
    pub ended: Option<Ended>,
    /// The deadline, once it has passed. It never becomes none again.
    pub breached_at: Option<Time>,
    /// Where it stands.
    pub phase: Phase,
}

impl ClockState {
    /// Whether it still runs or stands still.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.ended.is_none()
    }
}

impl Course {
    /// Every clock that was ever started, in the order of their starts, as of `now`. An instant
    /// before the newest row of the log is read as that row's.
    ///
    /// # Errors
    /// When the case runs under an edition that `rules` does not have.
    pub fn states(&self, rules: &Rules, now: Time) -> Result<Vec<ClockState>, Error> {
        let now = now.max(self.read_at);
        Ok(self.governed(rules)?.iter().map(|governed| show(governed, now)).collect())
    }
}

fn show(governed: &Governed<'_>, now: Time) -> ClockState {
    let run = governed.run;
    let (warn_at, due_at) = (governed.warn_at(), governed.due_at());
    let seen = run.ended.map_or(now, |ended| ended.at);
    let breached_at = due_at.filter(|due| seen > *due);
    let paused = governed.pauses.last().is_some_and(|(_, to)| to.is_none());
    let phase = match run.ended {
        Some(Ended { how: End::Met, .. }) if breached_at.is_some() => Phase::MetLate,
        Some(Ended { how: End::Met, .. }) => Phase::Met,
        Some(_) => Phase::Dropped,
        None if breached_at.is_some() => Phase::Late,
        None if paused && due_at.is_none() => Phase::Paused,
        None if warn_at.is_some_and(|warn| now >= warn) => Phase::AtRisk,
        None => Phase::Running,
    };
    ClockState {
        clock: run.clock,
        run: run.number,
        promise: run.promise.map(|vow| vow.number),
        policy: governed.policy,
        started_at: run.started_at,
        warn_at,
        due_at,
        pauses: governed.pauses.clone(),
        left: if run.is_open() { governed.left(now) } else { 0 },
        ended: run.ended,
        breached_at,
        phase,
    }
}
