//! When a run has used a given amount of its time.

use earshot_model::{CaseStatus, Time};

use super::run::Run;
use super::{ClockKind, Course, Edition, Rules, Target};
use crate::{Calendar, Error};

/// A run with the policy that governs it.
pub(super) struct Governed<'a> {
    pub(super) run: &'a Run,
    pub(super) policy: Option<Edition>,
    pub(super) limit: Limit<'a>,
    /// When it stood still, within the run.
    pub(super) pauses: Vec<(Time, Option<Time>)>,
}

/// How long a run may take.
#[derive(Clone, Copy)]
pub(super) enum Limit<'a> {
    /// By a target and its calendar.
    Target(&'a Target, &'a Calendar),
    /// Until an instant that was promised.
    Until(Time),
}

/// A promise has no policy of its own: it warns at the usual share.
const PROMISE_WARN: u8 = 80;

impl Course {
    /// Every run that some policy measures. A run that was late before its policy changed stays
    /// under the policy that it broke.
    pub(super) fn governed<'a>(&'a self, rules: &'a Rules) -> Result<Vec<Governed<'a>>, Error> {
        let each = self.runs.iter().filter_map(|run| self.govern(run, rules).transpose());
        each.collect()
    }

    fn govern<'a>(&'a self, run: &'a Run, rules: &'a Rules) -> Result<Option<Governed<'a>>, Error> {
        let mut found = None;
        let until = run.policies.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
        for ((_, policy), until) in run.policies.iter().zip(until) {
            found = self.under(run, *policy, rules)?;
            let due = found.as_ref().and_then(Governed::due_at);
            if let (Some(due), Some(until)) = (due, until)
                && due < until
            {
                break;
            }
        }
        Ok(found)
    }

    fn under<'a>(
        &'a self,
        run: &'a Run,
        policy: Option<Edition>,
        rules: &'a Rules,
    ) -> Result<Option<Governed<'a>>, Error> {
        if let Some(vow) = run.promise {
            let limit = Limit::Until(vow.due_at);
            return Ok(Some(Governed { run, policy, limit, pauses: Vec::new() }));
        }
        let Some(target) = rules.target(policy, run.clock)? else { return Ok(None) };
        let limit = Limit::Target(target, rules.calendar(target.calendar)?);
        Ok(Some(Governed { run, policy, limit, pauses: self.pauses(run, target) }))
    }

    fn pauses(&self, run: &Run, target: &Target) -> Vec<(Time, Option<Time>)> {
        // An answer that is owed is never paused, whatever a policy from elsewhere says.
        if run.clock.is_answer() || run.clock == ClockKind::Promise {
            return Vec::new();
        }
        let rests = |status: CaseStatus| target.pause.iter().any(|pause| pause.status() == status);
        let until = self.statuses.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
        let end = run.ended.map(|ended| ended.at);
        let mut pauses: Vec<(Time, Option<Time>)> = Vec::new();
        for ((from, status), until) in self.statuses.iter().zip(until) {
            if !rests(*status) {
                continue;
            }
            let from = (*from).max(run.started_at);
            let over = until.is_some_and(|until| until <= from);
            if over || end.is_some_and(|end| end <= from) {
                continue;
            }
            match pauses.last_mut() {
                Some(last) if last.1 == Some(from) => last.1 = until,
                _ => pauses.push((from, until)),
            }
        }
        pauses
    }
}

impl Governed<'_> {
    /// The deadline; none while it stands still with time left.
    pub(super) fn due_at(&self) -> Option<Time> {
        match self.limit {
            Limit::Until(due) => Some(due),
            Limit::Target(target, _) => self.reach(target.within),
        }
    }

    /// When this share of the time is used.
    pub(super) fn used_at(&self, percent: u8) -> Option<Time> {
        let share = |whole: i64| {
            let part = i128::from(whole) * i128::from(percent) / 100;
            i64::try_from(part).unwrap_or(i64::MAX)
        };
        match self.limit {
            Limit::Until(due) => {
                let started = self.run.started_at;
                Some(started.plus(share(due.since(started).max(0))))
            }
            Limit::Target(target, _) => self.reach(share(target.within)),
        }
    }

    /// When it is late by this much. A microsecond past the deadline is late by nothing yet.
    pub(super) fn late_at(&self, by: i64) -> Option<Time> {
        let at = match self.limit {
            Limit::Until(due) => Some(due.plus(by)),
            Limit::Target(target, _) => self.reach(target.within.saturating_add(by)),
        };
        at.map(|at| at.plus(1))
    }

    /// When the warning is due.
    pub(super) fn warn_at(&self) -> Option<Time> {
        match self.limit {
            Limit::Until(_) => self.used_at(PROMISE_WARN),
            Limit::Target(target, _) => self.used_at(target.warn_percent),
        }
    }

    /// Working time that is left at `now`; negative when late.
    pub(super) fn left(&self, now: Time) -> i64 {
        match self.limit {
            Limit::Until(due) => due.since(now),
            Limit::Target(target, calendar) => {
                let used = self.active().fold(0_i64, |sum, (from, to)| {
                    let to = to.map_or(now, |to| to.min(now));
                    sum.saturating_add(calendar.working(from, to))
                });
                target.within.saturating_sub(used)
            }
        }
    }

    /// When `amount` of working time is used. It must be reached before a pause begins: at the
    /// very instant of the pause it is not used up yet.
    fn reach(&self, amount: i64) -> Option<Time> {
        let Limit::Target(_, calendar) = self.limit else { return None };
        let mut left = amount;
        for (from, to) in self.active() {
            let at = calendar.add(from, left);
            match to {
                Some(to) if at >= to => left -= calendar.working(from, to),
                _ => return Some(at),
            }
        }
        None
    }

    /// The spans in which it ran. After its end it is read as though it ran on, so that a deadline
    /// stays readable.
    fn active(&self) -> impl Iterator<Item = (Time, Option<Time>)> {
        let starts = [Some(self.run.started_at)].into_iter();
        let starts = starts.chain(self.pauses.iter().map(|(_, to)| *to));
        let ends = self.pauses.iter().map(|(from, _)| Some(*from)).chain([None]);
        starts.zip(ends).filter_map(|(from, to)| from.map(|from| (from, to)))
    }
}
