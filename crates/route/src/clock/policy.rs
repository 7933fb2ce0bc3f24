//! Clock policies: how long, by which calendar, and what happens when time runs out.

use earshot_model::{CaseStatus, SlaClass, Time};
use serde::{Deserialize, Serialize};

use super::{ClockKind, Edition};
use crate::Error;

/// When a clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// While the customer has the word.
    Waiting,
    /// While the case rests on purpose.
    OnHold,
}

impl Pause {
    /// The status in which this pause holds.
    #[must_use]
    pub const fn status(self) -> CaseStatus {
        match self {
            Self::Waiting => CaseStatus::Waiting,
            Self::OnHold => CaseStatus::OnHold,
        }
    }
}

/// How long one clock may run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Working microseconds.
    pub within: i64,
    /// The calendar that says what working time is; none for day and night.
    #[serde(default)]
    pub calendar: Option<Edition>,
    /// A warning comes when this share of the time is used, 1 to 99. 80 is usual.
    pub warn_percent: u8,
    /// When it stands still.
    #[serde(default)]
    pub pause: Vec<Pause>,
}

impl Target {
    /// Day and night, with the warning at 80 %, never paused.
    #[must_use]
    pub const fn within(within: i64) -> Self {
        Self { within, calendar: None, warn_percent: 80, pause: Vec::new() }
    }

    /// The same, standing still while the customer has the word or the case rests.
    #[must_use]
    pub fn pausing(mut self) -> Self {
        self.pause = vec![Pause::Waiting, Pause::OnHold];
        self
    }
}

/// When a step of the ladder is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// When this share of the time is used, 1 to 100 %.
    Used(u8),
    /// So many working microseconds after the deadline, 0 or more.
    Late(i64),
}

/// What a step asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// Tell the owner of the case.
    TellOwner,
    /// Tell everyone with this role who may see the case.
    TellRole {
        /// Key of the role.
        role: String,
    },
    /// Put the case before all others of its queue.
    RaisePriority,
    /// Give it to somebody else of the queue.
    Reassign,
    /// Give it to another queue.
    MoveQueue {
        /// Key of the queue.
        queue: String,
    },
}

/// A step of the escalation ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name, unique in the policy: it fires once for each run of a clock, also over restarts.
    pub key: String,
    /// Which clocks it watches; empty for all.
    #[serde(default)]
    pub clocks: Vec<ClockKind>,
    /// When it is due.
    pub when: When,
    /// What it asks for.
    pub acts: Vec<Act>,
}

/// Which cases a policy is for. An empty list asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Applies {
    /// Kinds of channels, such as `mastodon`.
    pub channels: Vec<String>,
    /// Classes that the playbook gave.
    pub classes: Vec<SlaClass>,
    /// Segments of customers.
    pub segments: Vec<String>,
}

/// One version of a clock policy. A missing target means that this clock is not measured, except
/// that an answer which a customer waits for is always measured, by the floor of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What people call it.
    pub name: String,
    /// Which cases it is for.
    #[serde(default)]
    pub applies: Applies,
    /// From the customer's first word to the first answer.
    pub first: Option<Target>,
    /// From a later word to its answer.
    pub next: Option<Target>,
    /// From one word of the brand to its next, until the matter is resolved.
    #[serde(default)]
    pub update: Option<Target>,
    /// From the first word to the resolution.
    pub resolve: Option<Target>,
    /// From a resolution out of sight to the closing word in public.
    #[serde(default, rename = "loop")]
    pub loop_closure: Option<Target>,
    /// What happens on the way.
    #[serde(default)]
    pub ladder: Vec<Step>,
}

/// Names that every clock's own two steps have.
pub(super) const WARN: &str = "warn";
pub(super) const BREACH: &str = "breach";

impl Policy {
    /// The target of a clock; none for promises, which bring their own time.
    #[must_use]
    pub const fn target(&self, clock: ClockKind) -> Option<&Target> {
        match clock {
            ClockKind::First => self.first.as_ref(),
            ClockKind::Next => self.next.as_ref(),
            ClockKind::Update => self.update.as_ref(),
            ClockKind::Resolve => self.resolve.as_ref(),
            ClockKind::Promise => None,
            ClockKind::Loop => self.loop_closure.as_ref(),
        }
    }

    /// Checks what can be checked without the rest of the rules.
    pub(super) fn check(&self) -> Result<(), Error> {
        let bad = |why: String| Err(Error::BadPolicy { policy: self.name.clone(), why });
        for clock in ClockKind::ALL {
            let Some(target) = self.target(clock) else { continue };
            if let Some(why) = wrong(target) {
                return bad(format!("the {clock} clock {why}"));
            }
            if clock.is_answer() && !target.pause.is_empty() {
                return bad(format!(
                    "the {clock} clock must not pause. A customer who waits for an answer gets one, \
                     or a promise"
                ));
            }
        }
        for (n, step) in self.ladder.iter().enumerate() {
            let taken = self.ladder.iter().take(n).any(|other| other.key == step.key);
            if taken || step.key.trim().is_empty() || [WARN, BREACH].contains(&step.key.as_str()) {
                return bad(format!(
                    "the step \"{}\" needs a name of its own, other than warn and breach",
                    step.key
                ));
            }
            let sound = match step.when {
                When::Used(percent) => (1..=100).contains(&percent),
                When::Late(after) => (0..=MOST).contains(&after),
            };
            if !sound || step.acts.is_empty() {
                return bad(format!(
                    "the step \"{}\" needs 1 to 100 % or a time after the deadline, and an act",
                    step.key
                ));
            }
        }
        Ok(())
    }
}

/// Nobody waits longer than ten years.
const MOST: i64 = 3_653 * Time::DAY;

fn wrong(target: &Target) -> Option<&'static str> {
    if !(Time::SECOND..=MOST).contains(&target.within) {
        return Some("needs a time between one second and ten years");
    }
    if !(1..=99).contains(&target.warn_percent) {
        return Some("needs a warning between 1 and 99 %");
    }
    None
}

/// A floor must be as sound as a policy, and must not pause.
pub(super) fn check_floor(floor: &Target) -> Result<(), Error> {
    let target = Some(floor.clone());
    Policy {
        name: "floor".to_owned(),
        applies: Applies::default(),
        first: target.clone(),
        next: target,
        update: None,
        resolve: None,
        loop_closure: None,
        ladder: Vec::new(),
    }
    .check()
}
