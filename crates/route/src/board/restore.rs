//! What a board that is built from rows takes over: what people hold, from whom a case was taken, and
//! what queues got of their shares.

use earshot_model::{AgentId, CaseId, QueueId, Time};
use serde::{Deserialize, Serialize};

use super::agent::Agent;
use super::ask::{Refusal, refuse};
use super::state::Board;
use super::timers::Due;
use super::work::Work;

/// What one queue got of its share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which queue.
    pub queue: QueueId,
    /// Weight given, divided by the share, in the units of the board.
    pub served: u64,
    /// Whether something waited in it: else it claims nothing for the time in which it was empty.
    pub waiting: bool,
}

/// What all queues got: kept with the rows, so that whoever builds the board next goes on fairly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Shares {
    /// How far the queue has got that got least among those with work.
    pub clock: u64,
    /// Each queue.
    pub queues: Vec<Share>,
}

impl Board {
    /// Says how much someone holds that is not on the board, in units of weight, and when they last
    /// got a case.
    pub fn carry_load(&mut self, agent: AgentId, load: i64, assigned_at: Option<Time>) {
        let Some(number) = self.agent_numbers.get(&agent).copied() else { return };
        if let Some(Some(agent)) = self.agents.get_mut(number) {
            agent.load = agent.load.saturating_add(load.max(0));
            agent.assigned_at = agent.assigned_at.max(assigned_at);
        }
        self.note_room(number);
    }

    /// Keeps a waiting case from the person whom it was taken from, until `until`.
    pub fn avoid(&mut self, case: CaseId, agent: AgentId, until: Time) {
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.avoid = Some((agent, until));
            self.set_timer(case, until, Due::Avoid);
        }
    }

    /// Whether somebody who is here with room could have a case that asks this, with every step of
    /// relaxation: whether it is worth looking at cases of its kind.
    #[must_use]
    pub fn anyone_free_for(&mut self, work: &Work, now: Time) -> bool {
        self.anyone(work, now, |refusal, _| refusal.is_none())
    }

    /// Whether somebody else than `but` is here who could have such a case, if they had room.
    #[must_use]
    pub fn anyone_else_here(&mut self, work: &Work, but: AgentId, now: Time) -> bool {
        self.anyone(work, now, |refusal, agent| {
            let here =
                refusal.is_none_or(|why| matches!(why, Refusal::Full | Refusal::SurfaceFull));
            here && agent.id != but
        })
    }

    fn anyone(
        &mut self,
        work: &Work,
        now: Time,
        fits: impl Fn(Option<Refusal>, &Agent) -> bool,
    ) -> bool {
        let Some(number) = self.queue_numbers.get(&work.queue).copied() else { return false };
        let ask = self.ask(work, number, usize::MAX);
        let Some(ask) = self.asks.get(ask) else { return false };
        let Some(parts) = self.parts(ask) else { return false };
        let gate = parts.gate();
        self.asked(ask)
            .filter_map(|number| self.seat(number))
            .any(|agent| fits(refuse(agent, ask, &gate, now), agent))
    }

    /// What queues got so far.
    #[must_use]
    pub fn shares(&self) -> Shares {
        let small = |served: u128| u64::try_from(served).unwrap_or(u64::MAX);
        let share = |line: &super::state::Line| Share {
            queue: line.queue.id,
            served: small(line.served),
            waiting: !line.waiting.is_empty(),
        };
        Shares { clock: small(self.served), queues: self.lines.iter().map(share).collect() }
    }

    /// Takes over what queues got before, once everything that waits is on the board.
    pub fn restore_shares(&mut self, shares: &Shares) {
        self.served = u128::from(shares.clock);
        for (number, line) in self.lines.iter_mut().enumerate() {
            let known = shares.queues.iter().find(|share| share.queue == line.queue.id);
            let served = known.map_or(0, |share| u128::from(share.served));
            let went_on = known.is_some_and(|share| share.waiting);
            self.active.remove(&(line.served, number));
            line.served = if went_on { served } else { served.max(self.served) };
            if !line.waiting.is_empty() {
                self.active.insert((line.served, number));
            }
        }
    }
}
