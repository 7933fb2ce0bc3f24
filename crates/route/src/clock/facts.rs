//! What others may ask of a course.

use super::{ClockKind, Course, Settled};

impl Course {
    /// Whether it began where everybody can read.
    #[must_use]
    pub const fn public_origin(&self) -> bool {
        self.public_origin
    }

    /// Whether the brand's latest word stands in public and left nothing open.
    #[must_use]
    pub const fn ended_in_public(&self) -> bool {
        self.ended_in_public
    }

    /// Why it may end without a public word.
    #[must_use]
    pub fn loop_reason(&self) -> Option<&str> {
        self.waived.as_deref()
    }

    /// Whether the brand ever answered.
    #[must_use]
    pub const fn was_answered(&self) -> bool {
        self.answered
    }

    /// Whether there were posts to answer, and the customer took all of them back.
    #[must_use]
    pub fn all_withdrawn(&self) -> bool {
        let gone = |settled: &Option<Settled>| matches!(settled, Some(Settled::Withdrawn { .. }));
        !self.items.is_empty() && self.items.iter().all(|item| gone(&item.settled))
    }

    /// How many runs of a clock are open.
    #[must_use]
    pub fn open_runs(&self, clock: ClockKind) -> usize {
        self.runs.iter().filter(|run| run.clock == clock && run.is_open()).count()
    }
}
