//! People take work themselves: with a lock, so that no two take the same.

use earshot_model::{AgentId, CaseId, Time};

use super::ask::{Refusal, refuse};
use super::state::{Assignment, Board};
use super::timers::Due;
use super::why::How;
use super::work::{Rank, Standing};

/// At most so many cases that were passed over are counted.
const COUNTED: usize = 100;

/// The right to take one case, until it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Which case.
    pub case: CaseId,
    /// Whose right.
    pub agent: AgentId,
    /// Grows with each lock of the board: an old lock takes nothing.
    pub token: u64,
}

/// Why someone cannot take a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PullRefused {
    /// It is not on the board, nor is the agent.
    #[error("this case does not wait here any more. Reload the list")]
    Gone,
    /// Someone has it.
    #[error("this case belongs to somebody already. Open it to see who works on it")]
    Taken(AgentId),
    /// Someone is about to take it.
    #[error("somebody else is taking this case. Choose another one")]
    Locked(AgentId),
    /// The rules of the queue do not let them.
    #[error("this case is not for you: {}. Ask a supervisor to give it to you", .0.word())]
    Refused(Refusal),
    /// The lock was over before it was used.
    #[error("the time to take this case is over. Take it again")]
    TooLate,
}

impl Board {
    /// Keeps a case for someone who looks at it, until `until`. Nobody else gets it meanwhile.
    ///
    /// # Errors
    /// When it is taken, locked or gone, or when the queue's rules do not let them.
    pub fn lock(
        &mut self,
        agent: AgentId,
        case: CaseId,
        until: Time,
        now: Time,
    ) -> Result<Lock, PullRefused> {
        let slot = self.slots.get(&case).ok_or(PullRefused::Gone)?;
        match slot.standing {
            Standing::Given(owner) => return Err(PullRefused::Taken(owner)),
            Standing::Locked(other, _) if other != agent => return Err(PullRefused::Locked(other)),
            Standing::Reserved(other) if other != agent => return Err(PullRefused::Locked(other)),
            _ => {}
        }
        let known = self.agent(agent).ok_or(PullRefused::Gone)?;
        // What was taken back may be pulled again: that is a touch.
        let refusal = self.refusal(known, slot, now).filter(|why| *why != Refusal::TakenBack);
        if let Some(refusal) = refusal {
            return Err(PullRefused::Refused(refusal));
        }
        self.step_out(case);
        self.locks += 1;
        let token = self.locks;
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.standing = Standing::Locked(agent, token);
        }
        self.set_timer(case, until, Due::Lock(token));
        Ok(Lock { case, agent, token })
    }

    /// Takes a locked case.
    ///
    /// # Errors
    /// When the lock is over, or the agent cannot take it any more; it waits again then.
    pub fn take(&mut self, lock: Lock, now: Time) -> Result<Assignment, PullRefused> {
        let slot = self.slots.get(&lock.case).ok_or(PullRefused::Gone)?;
        if slot.standing != Standing::Locked(lock.agent, lock.token) {
            return Err(PullRefused::TooLate);
        }
        let number = *self.agent_numbers.get(&lock.agent).ok_or(PullRefused::Gone)?;
        let agent = self.seat(number).ok_or(PullRefused::Gone)?;
        let refusal = self.refusal(agent, slot, now).filter(|why| *why != Refusal::TakenBack);
        if let Some(refusal) = refusal {
            self.release(lock.case);
            return Err(PullRefused::Refused(refusal));
        }
        let mut why = self.choose(slot, now).why;
        (why.how, why.second) = (How::Pulled { ahead: self.ahead(number, lock.case, now) }, None);
        let given = self.give(lock.case, number, now, why).ok_or(PullRefused::Gone)?;
        self.touched(lock.case);
        Ok(given)
    }

    /// Gives a lock back: the case waits for anyone again.
    pub fn unlock(&mut self, lock: Lock) {
        let slot = self.slots.get(&lock.case);
        if slot.is_some_and(|slot| slot.standing == Standing::Locked(lock.agent, lock.token)) {
            self.release(lock.case);
        }
    }

    /// Takes a case at once.
    ///
    /// # Errors
    /// As [`lock`](Self::lock).
    pub fn pull(
        &mut self,
        agent: AgentId,
        case: CaseId,
        now: Time,
    ) -> Result<Assignment, PullRefused> {
        let lock = self.lock(agent, case, now, now)?;
        self.take(lock, now)
    }

    /// How many cases of the same queue are due before this one and could be theirs: what a report
    /// on cherry-picking counts.
    fn ahead(&self, number: usize, case: CaseId, now: Time) -> u32 {
        let (Some(agent), Some(slot)) = (self.seat(number), self.slots.get(&case)) else {
            return 0;
        };
        let rank = Rank::of(&slot.work);
        let Some(line) = self.lines.get(slot.queue) else { return 0 };
        let before = line.waiting.iter().filter_map(|(ask, ranks)| {
            let ask = self.asks.get(*ask)?;
            let parts = self.parts(ask)?;
            let fits = refuse(agent, ask, &parts.gate(), now).is_none();
            fits.then(|| ranks.range(..rank).take(COUNTED).count())
        });
        u32::try_from(before.sum::<usize>().min(COUNTED)).unwrap_or(u32::MAX)
    }
}
