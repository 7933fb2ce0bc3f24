//! The course of a case: its log, read row by row.

use std::collections::BTreeSet;

use earshot_model::{CaseStatus, PostId, Time};
use serde::{Deserialize, Serialize};

use super::cover::{Item, Settled};
use super::run::{Run, Vow};
use super::{ClockKind, Edition, End, Entry, Happening, PromiseEnd, PromiseOf, StepId};

/// What the log of a case says about its clocks. It holds facts only: reading the same rows gives
/// the same course, from the start or from a stored one, on any machine, at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The newest instant of the log: no clock is read as of earlier, whatever a machine says.
    pub(super) read_at: Time,
    /// Each change of status, the newest last.
    pub(super) statuses: Vec<(Time, CaseStatus)>,
    pub(super) policy: Option<Edition>,
    pub(super) runs: Vec<Run>,
    pub(super) items: Vec<Item>,
    pub(super) fired: BTreeSet<StepId>,
    pub(super) public_origin: bool,
    /// Whether the brand's latest word stands in public and nothing came after that it left open.
    pub(super) ended_in_public: bool,
    pub(super) waived: Option<String>,
    pub(super) answered: bool,
}

impl Default for Course {
    fn default() -> Self {
        Self::new()
    }
}

impl Course {
    /// A case of which nothing is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            read_at: Time(i64::MIN),
            statuses: Vec::new(),
            policy: None,
            runs: Vec::new(),
            items: Vec::new(),
            fired: BTreeSet::new(),
            public_origin: false,
            ended_in_public: false,
            waived: None,
            answered: false,
        }
    }

    /// Reads a whole log.
    #[must_use]
    pub fn of<'a>(log: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut course = Self::new();
        for entry in log {
            course.read(entry);
        }
        course
    }

    /// Where the case stands.
    #[must_use]
    pub fn status(&self) -> CaseStatus {
        self.statuses.last().map_or(CaseStatus::New, |(_, status)| *status)
    }

    /// Reads the next row.
    pub fn read(&mut self, entry: &Entry) {
        // A wall clock that was put back must not undo what is known.
        let at = entry.at.max(self.read_at);
        self.read_at = at;
        match &entry.what {
            Happening::Began { public } => self.public_origin = *public,
            Happening::PolicySet { policy } => self.set_policy(at, *policy),
            Happening::Spoke { post, posted_at, expects_reply, public } => {
                if *expects_reply || (!public && self.status().is_live()) {
                    self.ended_in_public = false;
                }
                // A channel's clock may be ahead of ours; nobody waits since tomorrow.
                self.spoke(at, *post, (*posted_at).min(at), *expects_reply);
            }
            Happening::Answered { public } => self.brand_spoke(at, *public),
            Happening::Dismissed { post, reason } if !reason.trim().is_empty() => {
                self.settle(at, *post, &Settled::Reason { reason: reason.clone(), at });
            }
            Happening::Withdrawn { post } => self.settle(at, *post, &Settled::Withdrawn { at }),
            Happening::Promised { promise, of, due_at } => {
                self.promised(at, Vow { number: *promise, of: *of, due_at: *due_at });
            }
            Happening::PromiseOver { promise, how } => self.promise_over(at, *promise, *how),
            Happening::Status { to } => self.change_status(at, *to, at),
            Happening::LoopWaived { reason } if !reason.trim().is_empty() => {
                self.waived = Some(reason.clone());
                self.end(at, End::Dropped, |run| run.clock == ClockKind::Loop);
            }
            Happening::Fired { step } => {
                self.fired.insert(step.clone());
            }
            Happening::Dismissed { .. } | Happening::LoopWaived { .. } => {}
        }
    }

    fn set_policy(&mut self, at: Time, policy: Option<Edition>) {
        if policy == self.policy {
            return;
        }
        self.policy = policy;
        for run in self.runs.iter_mut().filter(|run| run.is_open()) {
            run.policies.push((at, policy));
        }
    }

    fn spoke(&mut self, at: Time, post: PostId, since: Time, expects: bool) {
        let status = self.status();
        let rests = matches!(status, CaseStatus::Waiting | CaseStatus::OnHold);
        if rests || (expects && !status.is_live()) {
            self.change_status(at, CaseStatus::Open, since);
        }
        if !expects || self.items.iter().any(|item| item.post == post) {
            return;
        }
        self.items.push(Item { post, since, settled: None });
        self.waived = None;
        if !self.runs.iter().any(|run| run.clock.is_answer() && run.is_open()) {
            let met = |run: &Run| run.clock == ClockKind::First;
            let clock = if self.runs.iter().any(met) { ClockKind::Next } else { ClockKind::First };
            self.start(clock, since, None);
        }
        if !self.has_open(ClockKind::Resolve) {
            self.start(ClockKind::Resolve, since, None);
        }
    }

    fn brand_spoke(&mut self, at: Time, public: bool) {
        self.answered = true;
        for item in self.items.iter_mut().filter(|item| item.settled.is_none()) {
            item.settled = Some(Settled::Answered { at });
        }
        self.end(at, End::Met, |run| {
            run.clock.is_answer()
                || run.clock == ClockKind::Update
                || run.promise.is_some_and(|vow| vow.of == PromiseOf::Word)
        });
        if self.status().is_live() {
            self.start(ClockKind::Update, at, None);
        }
        self.ended_in_public = public;
        if public {
            self.end(at, End::Met, |run| run.clock == ClockKind::Loop);
        }
    }

    fn settle(&mut self, at: Time, post: PostId, how: &Settled) {
        let open = |item: &&mut Item| item.post == post && item.settled.is_none();
        if let Some(item) = self.items.iter_mut().find(open) {
            item.settled = Some(how.clone());
        }
        if self.items.iter().all(|item| item.settled.is_some()) {
            self.end(at, End::Dropped, |run| run.clock.is_answer());
        }
    }

    fn promised(&mut self, at: Time, vow: Vow) {
        let known = |run: &Run| run.promise.is_some_and(|other| other.number == vow.number);
        if !self.runs.iter().any(known) {
            self.start(ClockKind::Promise, at, Some(vow));
        }
    }

    fn promise_over(&mut self, at: Time, number: i64, how: PromiseEnd) {
        let end = match how {
            PromiseEnd::Kept => End::Met,
            PromiseEnd::Replaced => End::Replaced,
            PromiseEnd::Released => End::Dropped,
        };
        self.end(at, end, |run| run.promise.is_some_and(|vow| vow.number == number));
    }

    /// `since` is when the matter came back, if it does: a word may be older than its reading.
    fn change_status(&mut self, at: Time, to: CaseStatus, since: Time) {
        let was = self.status();
        if was == to {
            return;
        }
        self.statuses.push((at, to));
        if was.is_live() && !to.is_live() {
            self.end(at, End::Met, |run| {
                matches!(run.clock, ClockKind::Resolve | ClockKind::Update)
                    || run.promise.is_some_and(|vow| vow.of == PromiseOf::Resolution)
            });
            if self.public_origin && !self.ended_in_public && self.waived.is_none() {
                self.start(ClockKind::Loop, at, None);
            }
        } else if !was.is_live() && to.is_live() {
            self.end(at, End::Dropped, |run| run.clock == ClockKind::Loop);
            self.start(ClockKind::Resolve, since, None);
        }
    }

    fn has_open(&self, clock: ClockKind) -> bool {
        self.runs.iter().any(|run| run.clock == clock && run.is_open())
    }

    fn start(&mut self, clock: ClockKind, at: Time, promise: Option<Vow>) {
        let before = self.runs.iter().filter(|run| run.clock == clock).count();
        let number = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
        let policies = vec![(at, self.policy)];
        let started_at = at;
        self.runs.push(Run { clock, number, started_at, ended: None, policies, promise });
    }

    fn end(&mut self, at: Time, how: End, which: impl Fn(&Run) -> bool) {
        for run in self.runs.iter_mut().filter(|run| run.is_open() && which(run)) {
            run.end(at, how);
        }
    }
}
