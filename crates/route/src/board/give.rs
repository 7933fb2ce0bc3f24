//! A case gets an owner.

use earshot_model::{AgentId, CaseId, Time};

use super::ask::Refusal;
use super::queue::QueueError;
use super::state::{Assignment, Board};
use super::timers::Due;
use super::why::{How, Why};
use super::work::{Rank, Standing, Work};

impl Board {
    /// Looks for somebody for a waiting case: the preferred one if they can, else the best. A
    /// preferred one who is here but full is waited for as long as the queue says.
    pub(super) fn place(&mut self, case: CaseId, now: Time) -> Option<Assignment> {
        let slot = self.slots.get(&case)?;
        let patience = self.lines.get(slot.queue)?.queue.patience;
        let wanted = slot.work.preferred;
        let mut turned_down = None;
        if let Some(id) = wanted {
            let known = self.agent(id).map(|agent| self.refusal(agent, slot, now));
            match known {
                Some(None) => {
                    let mut choice = self.choose(slot, now);
                    choice.why.how = How::Preferred;
                    choice.why.second = None;
                    let number = *self.agent_numbers.get(&id)?;
                    return self.give(case, number, now, choice.why);
                }
                Some(Some(Refusal::Full | Refusal::SurfaceFull))
                    if now < slot.ownerless_since.plus(patience) =>
                {
                    let until = slot.ownerless_since.plus(patience);
                    self.reserve(case, id, until);
                    return None;
                }
                refusal => turned_down = Some((id, refusal.flatten())),
            }
        }
        let slot = self.slots.get(&case)?;
        if !self.anyone_free(slot, now) {
            return None;
        }
        let mut choice = self.choose(slot, now);
        choice.why.preferred = turned_down;
        self.give(case, choice.best?, now, choice.why)
    }

    fn reserve(&mut self, case: CaseId, agent: AgentId, until: Time) {
        self.step_out(case);
        let Some(slot) = self.slots.get_mut(&case) else { return };
        slot.standing = Standing::Reserved(agent);
        let rank = Rank::of(&slot.work);
        let number = self.agent_numbers.get(&agent);
        if let Some(reserved) = number.and_then(|number| self.reserved.get_mut(*number)) {
            reserved.insert(rank);
        }
        self.set_timer(case, until, Due::Patience);
    }

    /// Gives a case that nobody has to this person.
    pub(super) fn give(
        &mut self,
        case: CaseId,
        number: usize,
        now: Time,
        why: Why,
    ) -> Option<Assignment> {
        self.step_out(case);
        let (agent, queue, weight) = self.carry(case, number, now)?;
        let line = self.slots.get(&case)?.queue;
        self.charge(line, weight);
        let untouched = self.lines.get(line).and_then(|line| line.queue.untouched_after);
        if let Some(after) = untouched {
            self.set_timer(case, now.plus(after), Due::Untouched);
        }
        Some(Assignment { case, agent, queue, at: now, why })
    }

    fn carry(
        &mut self,
        case: CaseId,
        number: usize,
        now: Time,
    ) -> Option<(AgentId, earshot_model::QueueId, i64)> {
        self.clear_timers(case);
        let slot = self.slots.get_mut(&case)?;
        let agent = self.agents.get_mut(number)?.as_mut()?;
        agent.carry(slot.work.surface, slot.work.weight);
        agent.assigned_at = Some(now);
        slot.standing = Standing::Given(agent.id);
        (slot.touched, slot.carried) = (false, slot.work.weight);
        let taken = (agent.id, slot.work.queue, slot.work.weight);
        self.held.get_mut(number)?.insert(case);
        self.note_room(number);
        Some(taken)
    }

    /// Puts a case on the board that has an owner already, as when the board is built from the
    /// database. `touched` says whether they worked on it; else it may be taken back.
    ///
    /// # Errors
    /// As [`enqueue`](Self::enqueue). When the owner is not on the board, the case waits.
    pub fn adopt(
        &mut self,
        work: Work,
        owner: AgentId,
        touched: bool,
        now: Time,
    ) -> Result<(), QueueError> {
        let case = work.case;
        self.put(work)?;
        let number = self.agent_numbers.get(&owner).copied();
        if number.and_then(|number| self.carry(case, number, now)).is_none() {
            self.wait(case, now);
            return Ok(());
        }
        let Some(slot) = self.slots.get_mut(&case) else { return Ok(()) };
        slot.touched = touched;
        let after = self.lines.get(slot.queue).and_then(|line| line.queue.untouched_after);
        if let Some(after) = after.filter(|_| !touched) {
            self.set_timer(case, now.plus(after), Due::Untouched);
        }
        Ok(())
    }
}
