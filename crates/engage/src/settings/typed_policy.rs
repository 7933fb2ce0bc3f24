//! A clock policy as somebody typed it, made one that can be used.

use earshot_model::{ClockPolicyId, SlaClass, Time};
use earshot_route::clock::{Act, Applies, ClockKind, Edition, Pause, Policy, Step, Target, When};
use uuid::Uuid;

use crate::{Error, Result};

/// The longest name of a policy.
const LONGEST: usize = 60;
/// The most steps of a ladder.
const STEPS: usize = 20;

/// A clock policy as somebody typed it.
#[derive(Debug, Clone, Default)]
pub struct TypedPolicy {
    /// The policy; nothing for a new one.
    pub id: Option<ClockPolicyId>,
    /// The version that they saw; 0 for a new one.
    pub version: i64,
    /// What people call it.
    pub name: String,
    /// Kinds of channels; none for all.
    pub channels: Vec<String>,
    /// Service levels; none for all.
    pub classes: Vec<SlaClass>,
    /// Segments of customers; none for all.
    pub segments: Vec<String>,
    /// Each clock.
    pub targets: Vec<TypedTarget>,
    /// The ladder, one act a line.
    pub ladder: Vec<TypedStep>,
}

/// How long one clock may run, as somebody typed it.
#[derive(Debug, Clone)]
pub struct TypedTarget {
    /// Which clock.
    pub clock: ClockKind,
    /// How many; empty where it is not measured.
    pub amount: String,
    /// `minutes`, `hours` or `days`.
    pub unit: String,
    /// The calendar, by its id; empty for day and night.
    pub calendar: String,
    /// At how many percent a warning comes.
    pub warn: String,
    /// When it stands still.
    pub pause: Vec<Pause>,
}

/// One act of the ladder, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedStep {
    /// The name of the step, where it has one: lines of one name are one step.
    pub key: String,
    /// Words of the clocks that it watches, parted by commas; empty for all.
    pub clocks: String,
    /// `used` or `late`.
    pub when: String,
    /// Percent of the time, or minutes after the deadline.
    pub amount: String,
    /// `tell_owner`, `tell:ROLE`, `raise_priority`, `reassign` or `move:QUEUE`; empty for no line.
    pub act: String,
}

impl TypedPolicy {
    /// The policy. `newest` gives the newest edition of a calendar.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault.
    pub(super) fn read(&self, newest: impl Fn(Uuid) -> Option<Edition>) -> Result<Policy> {
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > LONGEST {
            return Err(Error::invalid("name", "type 1 to 60 characters"));
        }
        let mut policy = Policy {
            name,
            applies: Applies {
                channels: self.channels.clone(),
                classes: self.classes.clone(),
                segments: self.segments.clone(),
            },
            first: None,
            next: None,
            update: None,
            resolve: None,
            loop_closure: None,
            ladder: self.steps()?,
        };
        for typed in &self.targets {
            let target = typed.read(&newest)?;
            match typed.clock {
                ClockKind::First => policy.first = target,
                ClockKind::Next => policy.next = target,
                ClockKind::Update => policy.update = target,
                ClockKind::Resolve => policy.resolve = target,
                ClockKind::Loop => policy.loop_closure = target,
                ClockKind::Promise => {}
            }
        }
        Ok(policy)
    }

    fn steps(&self) -> Result<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        for typed in self.ladder.iter().filter(|line| !line.act.is_empty()) {
            let (when, act) = (typed.when()?, typed.act()?);
            let clocks = typed.clocks()?;
            let same = |step: &&mut Step| {
                !typed.key.is_empty()
                    && step.key == typed.key
                    && step.when == when
                    && step.clocks == clocks
            };
            match steps.iter_mut().find(same) {
                Some(step) => step.acts.push(act),
                None => {
                    let key = free_key(&steps, &typed.key, &act);
                    steps.push(Step { key, clocks, when, acts: vec![act] });
                }
            }
        }
        if steps.len() > STEPS {
            return Err(Error::invalid("ladder", format!("{STEPS} steps are the most")));
        }
        Ok(steps)
    }
}

/// The name of a step: its own, or one made of what it does, that no other step has.
fn free_key(steps: &[Step], own: &str, act: &Act) -> String {
    let base = match (own.trim(), act) {
        ("", Act::TellOwner) => "owner",
        ("", Act::TellRole { role }) => role.as_str(),
        ("", Act::RaisePriority) => "raise",
        ("", Act::Reassign) => "reassign",
        ("", Act::MoveQueue { .. }) => "move",
        (own, _) => own,
    };
    let taken = |key: &str| steps.iter().any(|step| step.key == key);
    if !taken(base) {
        return base.to_owned();
    }
    let numbered = (2..=STEPS + 1).map(|n| format!("{base}-{n}"));
    numbered.clone().find(|key| !taken(key)).unwrap_or_else(|| base.to_owned())
}

impl TypedTarget {
    fn read(&self, newest: impl Fn(Uuid) -> Option<Edition>) -> Result<Option<Target>> {
        let amount = self.amount.trim().replace(',', ".");
        if amount.is_empty() {
            return Ok(None);
        }
        let unit = match self.unit.as_str() {
            "days" => Time::DAY,
            "hours" => Time::HOUR,
            _ => Time::MINUTE,
        };
        let clock = self.clock;
        let within = micros(&amount, unit).ok_or_else(|| {
            Error::invalid("target", format!("the {clock} clock: type a number above 0"))
        })?;
        let calendar = match self.calendar.as_str() {
            "" => None,
            id => {
                let id = Uuid::try_parse(id).ok();
                let gone = "a calendar is gone; choose another";
                Some(id.and_then(newest).ok_or_else(|| Error::invalid("calendar", gone))?)
            }
        };
        let warn_percent = match self.warn.trim() {
            "" => Some(80),
            typed => typed.parse().ok(),
        };
        let warn_percent = warn_percent.ok_or_else(|| {
            Error::invalid("warn", format!("the {clock} clock: warn at 1 to 99 percent"))
        })?;
        Ok(Some(Target { within, calendar, warn_percent, pause: self.pause.clone() }))
    }
}

/// A typed number of a unit, in microseconds.
#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "it was bounded")]
#[expect(clippy::cast_precision_loss, reason = "a day has fewer microseconds than 53 bits hold")]
fn micros(amount: &str, unit: i64) -> Option<i64> {
    let amount: f64 = amount.parse().ok()?;
    let whole = (amount * unit as f64).round();
    (whole > 0.0 && whole < 4e15).then_some(whole as i64)
}

impl TypedStep {
    fn when(&self) -> Result<When> {
        let bad = || Error::invalid("ladder", "a step needs 1 to 100 percent, or minutes after");
        let amount: u32 = self.amount.trim().parse().map_err(|_| bad())?;
        match self.when.as_str() {
            "late" => Ok(When::Late(i64::from(amount).saturating_mul(Time::MINUTE))),
            _ => u8::try_from(amount).ok().filter(|p| *p <= 100).map(When::Used).ok_or_else(bad),
        }
    }

    fn act(&self) -> Result<Act> {
        let (what, rest) = self.act.split_once(':').unwrap_or((self.act.as_str(), ""));
        match what {
            "tell_owner" => Ok(Act::TellOwner),
            "raise_priority" => Ok(Act::RaisePriority),
            "reassign" => Ok(Act::Reassign),
            "tell" if !rest.is_empty() => Ok(Act::TellRole { role: rest.to_owned() }),
            "move" if !rest.is_empty() => Ok(Act::MoveQueue { queue: rest.to_owned() }),
            _ => Err(Error::invalid("ladder", "choose an act of the list")),
        }
    }

    fn clocks(&self) -> Result<Vec<ClockKind>> {
        let words = self.clocks.split(',').map(str::trim).filter(|word| !word.is_empty());
        words
            .map(|word| {
                let known = ClockKind::ALL.into_iter().find(|clock| clock.word() == word);
                known.ok_or_else(|| Error::invalid("ladder", "choose clocks of the list"))
            })
            .collect()
    }

    /// The lines of a stored step, one for each act.
    #[must_use]
    pub fn lines(step: &Step) -> Vec<Self> {
        let clocks: Vec<&str> = step.clocks.iter().map(|clock| clock.word()).collect();
        let (when, amount) = match step.when {
            When::Used(percent) => ("used", i64::from(percent)),
            When::Late(after) => ("late", after / Time::MINUTE),
        };
        let line = |act: &Act| Self {
            key: step.key.clone(),
            clocks: clocks.join(","),
            when: when.to_owned(),
            amount: amount.to_string(),
            act: match act {
                Act::TellOwner => "tell_owner".to_owned(),
                Act::TellRole { role } => format!("tell:{role}"),
                Act::RaisePriority => "raise_priority".to_owned(),
                Act::Reassign => "reassign".to_owned(),
                Act::MoveQueue { queue } => format!("move:{queue}"),
            },
        };
        step.acts.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests;
