//! Warnings, breaches and the steps of the ladder: each fires once, whatever restarts between.

use std::fmt;

use earshot_model::Time;
use serde::{Deserialize, Serialize};

use super::policy::{BREACH, WARN};
use super::reach::Governed;
use super::{Act, ClockKind, Course, Rules, Step, When};
use crate::Error;

/// Names one firing of one step: the same for the same run of the same clock, on every machine and
/// after every restart. With the case it is the key under which the firing is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StepId {
    /// Which clock.
    pub clock: ClockKind,
    /// Which run of it, from 1.
    pub run: u32,
    /// `warn`, `breach`, or the key of a step.
    pub step: String,
}

/// As `next/2/breach`.
impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.clock, self.run, self.step)
    }
}

/// A step that is due and was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Its name: write [`Fired`](super::Happening::Fired) with it in the transaction that acts.
    pub id: StepId,
    /// When it was due, however late it is carried out.
    pub at: Time,
    /// What it asks for; nothing for `warn` and `breach`, which are shown and recorded.
    pub acts: Vec<Act>,
    /// The clock ended before anyone could act, for instance while the server was down: record
    /// it, and wake nobody.
    pub moot: bool,
}

impl Course {
    /// What is due at `now` and was not fired, the earliest first.
    ///
    /// # Errors
    /// When the case runs under an edition that `rules` does not have.
    pub fn alarms(&self, rules: &Rules, now: Time) -> Result<Vec<Alarm>, Error> {
        let now = now.max(self.read_at);
        let mut due = Vec::new();
        for governed in self.governed(rules)? {
            let ended = governed.run.ended.map(|ended| ended.at);
            for (id, at, acts) in moments(&governed, rules)? {
                let reached = at <= ended.unwrap_or(now);
                if reached && !self.fired.contains(&id) {
                    due.push(Alarm { id, at, acts, moot: ended.is_some() });
                }
            }
        }
        due.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(due)
    }

    /// When the next alarm will be due if nothing happens before: the instant to sleep until. All
    /// alarms up to `now` must have been taken from [`Self::alarms`].
    ///
    /// # Errors
    /// When the case runs under an edition that `rules` does not have.
    pub fn next_wakeup(&self, rules: &Rules, now: Time) -> Result<Option<Time>, Error> {
        let now = now.max(self.read_at);
        let mut next: Option<Time> = None;
        for governed in self.governed(rules)?.iter().filter(|governed| governed.run.is_open()) {
            let coming = moments(governed, rules)?
                .into_iter()
                .filter(|(id, at, _)| *at > now && !self.fired.contains(id))
                .map(|(_, at, _)| at)
                .min();
            next = [next, coming].into_iter().flatten().min();
        }
        Ok(next)
    }
}

fn moments(governed: &Governed<'_>, rules: &Rules) -> Result<Vec<(StepId, Time, Vec<Act>)>, Error> {
    let run = governed.run;
    let id = |step: &str| StepId { clock: run.clock, run: run.number, step: step.to_owned() };
    let own = [(WARN, governed.warn_at()), (BREACH, governed.late_at(0))];
    let mut found: Vec<_> =
        own.into_iter().filter_map(|(key, at)| Some((id(key), at?, Vec::new()))).collect();
    let Some(edition) = governed.policy else { return Ok(found) };
    let watches = |step: &&Step| step.clocks.is_empty() || step.clocks.contains(&run.clock);
    for step in rules.policy(edition)?.ladder.iter().filter(watches) {
        let at = match step.when {
            When::Used(percent) => governed.used_at(percent),
            When::Late(by) => governed.late_at(by),
        };
        found.extend(at.map(|at| (id(&step.key), at, step.acts.clone())));
    }
    Ok(found)
}
