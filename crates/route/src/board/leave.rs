//! A case loses its owner: untouched, left behind, or done.

use earshot_model::{AgentId, CaseId, Presence, Time};

use super::state::{Board, TakenBack, TakenWhy};
use super::work::Standing;

impl Board {
    /// Notes that the owner works on a case: it is not taken back for being untouched.
    pub fn touched(&mut self, case: CaseId) {
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.touched = true;
        }
    }

    /// Someone goes home: whatever they hold waits again, in its old place.
    pub fn leave(&mut self, agent: AgentId, now: Time) -> Vec<TakenBack> {
        self.set_presence(agent, Presence::Offline);
        let Some(number) = self.agent_numbers.get(&agent).copied() else { return Vec::new() };
        let kept = self.reserved.get_mut(number).map(std::mem::take).unwrap_or_default();
        for rank in kept {
            self.release(rank.case);
        }
        let held = self.held.get(number).cloned().unwrap_or_default();
        held.into_iter().map(|case| self.take_back(case, agent, TakenWhy::Left, now)).collect()
    }

    /// Takes someone off the board; what they hold waits again.
    pub fn remove_agent(&mut self, agent: AgentId, now: Time) -> Vec<TakenBack> {
        let taken = self.leave(agent, now);
        if let Some(number) = self.agent_numbers.remove(&agent) {
            if let Some(place) = self.agents.get_mut(number) {
                *place = None;
            }
            for line in &mut self.lines {
                line.members.retain(|member| *member != number);
            }
            self.note_room(number);
            self.eager.remove(&number);
        }
        taken
    }

    /// A case is over, or moved away: it leaves the board.
    pub fn withdraw(&mut self, case: CaseId) {
        match self.slots.get(&case).map(|slot| slot.standing) {
            Some(Standing::Given(agent)) => self.put_down(case, agent),
            Some(_) => self.step_out(case),
            None => {}
        }
        self.clear_timers(case);
        self.slots.remove(&case);
    }

    /// Changes how much a case weighs for its owner, 0 or more: one that waits for its customer
    /// may weigh nothing. It changes nothing for a case that waits for an owner.
    pub fn weigh(&mut self, case: CaseId, weight: i64) {
        let Some(slot) = self.slots.get_mut(&case) else { return };
        let Standing::Given(agent) = slot.standing else { return };
        let change = weight.max(0) - slot.carried;
        slot.carried = weight.max(0);
        let surface = slot.work.surface;
        let Some(number) = self.agent_numbers.get(&agent).copied() else { return };
        if let Some(Some(agent)) = self.agents.get_mut(number) {
            agent.carry(surface, change);
        }
        self.note_room(number);
        self.eager.insert(number);
    }

    pub(super) fn take_back(
        &mut self,
        case: CaseId,
        agent: AgentId,
        why: TakenWhy,
        now: Time,
    ) -> TakenBack {
        self.put_down(case, agent);
        let line = self.slots.get(&case).and_then(|slot| self.lines.get(slot.queue));
        let rest = line.and_then(|line| line.queue.untouched_after).unwrap_or(0);
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.avoid = Some((agent, now.plus(rest)));
        }
        self.wait(case, now);
        TakenBack { case, agent, why }
    }

    /// Takes the weight of a case off its owner.
    fn put_down(&mut self, case: CaseId, agent: AgentId) {
        let Some(slot) = self.slots.get(&case) else { return };
        let (surface, weight) = (slot.work.surface, slot.carried);
        let Some(number) = self.agent_numbers.get(&agent).copied() else { return };
        if let Some(Some(agent)) = self.agents.get_mut(number) {
            agent.carry(surface, weight.saturating_neg());
        }
        if let Some(held) = self.held.get_mut(number) {
            held.remove(&case);
        }
        self.note_room(number);
        self.eager.insert(number);
    }
}
