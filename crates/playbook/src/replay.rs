//! Yesterday's posts through tomorrow's playbook.

mod differ;
mod report;
mod side;

use earshot_model::{Decision, Time};

use crate::{Budget, Facts, Playbook};

pub use differ::Differs;
pub use report::{Group, Report};
pub use side::Side;

/// A post that came in the past.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// What names it, such as its id.
    pub key: String,
    /// When it came.
    pub at: Time,
    /// What was known of it.
    pub facts: Facts,
    /// After how many microseconds the brand answered; nothing when it never did.
    pub answered_after: Option<i64>,
}

/// Posts through two playbooks, one after the other. It keeps counts and one example of each kind of
/// difference, not the posts: a year takes no more memory than a day.
pub struct Replay<'a> {
    old: &'a Playbook,
    new: &'a Playbook,
    old_budget: Budget,
    new_budget: Budget,
    report: Report,
}

impl<'a> Replay<'a> {
    /// Begins a replay.
    #[must_use]
    pub fn new(old: &'a Playbook, new: &'a Playbook) -> Self {
        let report = Report::default();
        Self { old, new, old_budget: old.budget(), new_budget: new.budget(), report }
    }

    /// Decides about one post by both. Posts come in the order of their times.
    pub fn push(&mut self, post: &Past) {
        let mut before = self.old.decide(&post.facts);
        let mut now = self.new.decide(&post.facts);
        self.report.old.held_back += u64::from(!self.old_budget.spend(&mut before, post.at));
        self.report.new.held_back += u64::from(!self.new_budget.spend(&mut now, post.at));
        self.report.add(post, &before, &now);
    }

    /// What would change.
    #[must_use]
    pub fn report(self) -> Report {
        self.report
    }
}

/// What would change about these posts, in the order of their times.
#[must_use]
pub fn replay(old: &Playbook, new: &Playbook, posts: impl IntoIterator<Item = Past>) -> Report {
    let mut replay = Replay::new(old, new);
    posts.into_iter().for_each(|post| replay.push(&post));
    replay.report()
}

/// Lines that had a say in a decision.
pub fn lines(decision: &Decision) -> impl Iterator<Item = i64> {
    decision.reasons.iter().filter(|r| r.key != "reason-line-failed").filter_map(|r| r.line)
}
