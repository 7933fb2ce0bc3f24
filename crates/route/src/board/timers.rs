//! What comes due while nothing happens.

use earshot_model::{CaseId, Time};

use super::state::{Board, Orphan, TakenWhy, Turn};
use super::work::Standing;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The next step of relaxation.
    Relax,
    /// The wait for a preferred agent is over.
    Patience,
    /// It should have been touched by now.
    Untouched,
    /// It should have an owner by now.
    Orphan,
    /// The lock with this token is over.
    Lock(u64),
    /// Those whom it was taken from may have it again.
    Avoid,
}

/// A timer of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    at: Time,
    due: Due,
    case: CaseId,
}

impl Board {
    pub(super) fn set_timer(&mut self, case: CaseId, at: Time, due: Due) {
        if let Some(slot) = self.slots.get_mut(&case) {
            let timer = Timer { at, due, case };
            if self.timers.insert(timer) {
                slot.timers.push(timer);
            }
        }
    }

    /// Forgets the timers of a case: it changes hands, or leaves.
    pub(super) fn clear_timers(&mut self, case: CaseId) {
        let timers = self.slots.get_mut(&case).map(|slot| std::mem::take(&mut slot.timers));
        for timer in timers.unwrap_or_default() {
            self.timers.remove(&timer);
        }
    }

    /// When the board wants its next turn if nothing happens before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Time> {
        let timer = self.timers.first().map(|timer| timer.at);
        let ring = self.ring_dates.first().map(|(at, _)| *at);
        [timer, ring].into_iter().flatten().min()
    }

    /// Does what is due at `now`.
    pub(super) fn ring_timers(&mut self, now: Time, turn: &mut Turn) {
        while let Some((_, line)) = self.ring_dates.pop_first_if(|(at, _)| *at <= now) {
            let members = self.lines.get(line).map(|line| line.members.clone());
            self.eager.extend(members.unwrap_or_default());
        }
        while let Some(timer) = self.timers.pop_first_if(|timer| timer.at <= now) {
            let Some(slot) = self.slots.get(&timer.case) else { continue };
            let (case, standing) = (timer.case, slot.standing);
            match (timer.due, standing) {
                (Due::Relax, Standing::Given(_)) => {}
                (Due::Relax, _) => self.relax(case, now),
                (Due::Patience, Standing::Reserved(_)) => self.release(case),
                (Due::Lock(token), Standing::Locked(_, valid)) if token == valid => {
                    self.release(case);
                }
                (Due::Untouched, Standing::Given(agent)) if !slot.touched => {
                    let taken = self.take_back(case, agent, TakenWhy::Untouched, now);
                    turn.taken_back.push(taken);
                }
                (Due::Orphan, Standing::Waiting | Standing::Reserved(_) | Standing::Locked(..)) => {
                    let (queue, since) = (slot.work.queue, slot.ownerless_since);
                    let nobody = !self.anyone_ever(case);
                    turn.orphans.push(Orphan { case, queue, since, nobody });
                }
                (Due::Avoid, Standing::Waiting) => {
                    self.step_out(case);
                    self.line_up(case);
                }
                _ => {}
            }
        }
    }

    /// Lets a case that was kept for one person wait for anyone again.
    pub(super) fn release(&mut self, case: CaseId) {
        self.step_out(case);
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.standing = Standing::Waiting;
            self.line_up(case);
        }
    }
}

/// Takes the first of a set if it is wanted.
trait PopFirstIf<T> {
    fn pop_first_if(&mut self, wanted: impl FnOnce(&T) -> bool) -> Option<T>;
}

impl<T: Ord> PopFirstIf<T> for std::collections::BTreeSet<T> {
    fn pop_first_if(&mut self, wanted: impl FnOnce(&T) -> bool) -> Option<T> {
        if self.first().is_some_and(wanted) { self.pop_first() } else { None }
    }
}
