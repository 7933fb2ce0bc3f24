//! What one playbook makes of all the posts.

use std::collections::BTreeMap;

use earshot_model::{Decision, Outcome, Place, SlaClass, Time};

use super::{Past, lines};

/// Counts of one playbook's decisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Posts by outcome.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Answers by queue; those without one under `none`.
    pub queues: BTreeMap<String, u64>,
    /// Answers by clock class.
    pub clocks: BTreeMap<&'static str, u64>,
    /// Answers by visibility.
    pub places: BTreeMap<&'static str, u64>,
    /// Answers owed that were given in time.
    pub in_time: u64,
    /// Answers owed that were given too late.
    pub late: u64,
    /// Answers owed that were never given.
    pub unanswered: u64,
    /// Answers owed in each hour since 1970.
    pub hours: BTreeMap<i64, u64>,
    /// Posts by line that had a say.
    pub lines: BTreeMap<i64, u64>,
    /// Posts for which no line decided.
    pub undecided: u64,
    /// Times that a line could not be asked.
    pub failed: u64,
    /// Posts whose acts did not fit the budget.
    pub held_back: u64,
}

impl Side {
    pub(super) fn add(&mut self, post: &Past, decision: &Decision) {
        *self.outcomes.entry(decision.outcome.word()).or_default() += 1;
        for line in lines(decision) {
            *self.lines.entry(line).or_default() += 1;
        }
        for reason in &decision.reasons {
            self.undecided += u64::from(reason.key == "reason-no-line");
            self.failed += u64::from(reason.key == "reason-line-failed");
        }
        if decision.outcome != Outcome::Respond {
            return;
        }
        let queue = decision.queue.as_deref().unwrap_or("none");
        match self.queues.get_mut(queue) {
            Some(count) => *count += 1,
            None => {
                self.queues.insert(queue.to_owned(), 1);
            }
        }
        *self.clocks.entry(decision.sla.word()).or_default() += 1;
        *self.places.entry(decision.place.word()).or_default() += 1;
        *self.hours.entry(post.at.micros().div_euclid(Time::HOUR)).or_default() += 1;
        let Some(minutes) = minutes(decision.sla) else { return };
        match post.answered_after {
            Some(after) if after <= minutes * Time::MINUTE => self.in_time += 1,
            Some(_) => self.late += 1,
            None => self.unanswered += 1,
        }
    }

    /// Posts that are answered.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.outcomes.get(Outcome::Respond.word()).copied().unwrap_or(0)
    }

    /// Answers in public, or with a public word first.
    #[must_use]
    pub fn public(&self) -> u64 {
        let count = |place: Place| self.places.get(place.word()).copied().unwrap_or(0);
        count(Place::Public) + count(Place::PublicThenPrivate)
    }

    /// The most answers that were owed in one hour.
    #[must_use]
    pub fn busiest_hour(&self) -> u64 {
        self.hours.values().copied().max().unwrap_or(0)
    }
}

/// Minutes to the first answer, by its class.
const fn minutes(class: SlaClass) -> Option<i64> {
    match class {
        SlaClass::Urgent => Some(15),
        SlaClass::Normal => Some(60),
        SlaClass::Relaxed => Some(1_440),
        SlaClass::None => None,
    }
}
