//! Fair shares among queues: start-time fair queueing (Goyal, Vin, Cheng 1996) over weights given.
//!
//! Each queue counts what it got, divided by its share. Someone who serves several queues works
//! for the one that got least. A queue that was empty starts from what the others have now.

use earshot_model::CaseId;
use earshot_model::Time;

use super::ask::refuse;
use super::queue::Relax;
use super::state::Board;
use super::work::Rank;

/// One unit of weight of a queue with share 1. It divides by every share up to 10 exactly enough.
const UNIT: u128 = 5_040_000;

impl Board {
    /// Notes that a queue got this much work done.
    pub(super) fn charge(&mut self, number: usize, weight: i64) {
        let Some(line) = self.lines.get_mut(number) else { return };
        let active = self.active.remove(&(line.served, number));
        self.served = self.served.max(line.served);
        let cost = UNIT * u128::from(weight.unsigned_abs()) / u128::from(line.queue.share.max(1));
        line.served = line.served.saturating_add(cost);
        if active {
            self.active.insert((line.served, number));
        }
    }

    /// The case that this person should have next: what is kept for them, else the first of the
    /// queue that got least of its share among those that have something for them.
    pub(super) fn next_for(&self, number: usize, now: Time) -> Option<CaseId> {
        let agent = self.seat(number)?;
        if agent.presence != earshot_model::Presence::Online || agent.load >= agent.capacity {
            return None;
        }
        let kept = self.reserved.get(number)?.iter().find(|rank| {
            let slot = self.slots.get(&rank.case);
            slot.is_some_and(|slot| self.refusal(agent, slot, now).is_none())
        });
        if let Some(rank) = kept {
            return Some(rank.case);
        }
        self.active.iter().find_map(|(_, line)| self.first_for(number, *line, now))
    }

    /// The first case of a queue that this person may have.
    fn first_for(&self, number: usize, line: usize, now: Time) -> Option<CaseId> {
        let agent = self.seat(number)?;
        let line = self.lines.get(line)?;
        let lends = line.queue.relax.iter().any(|s| matches!(s.relax, Relax::Overflow { .. }));
        if !lends && line.members.binary_search(&number).is_err() {
            return None;
        }
        let open = |rank: &&Rank| {
            self.slots.get(&rank.case).is_some_and(|slot| !slot.avoids(agent.id, now))
        };
        let firsts = line.waiting.iter().filter_map(|(ask, ranks)| {
            let ask = self.asks.get(*ask)?;
            let parts = self.parts(ask)?;
            match refuse(agent, ask, &parts.gate(), now) {
                None => ranks.iter().find(open),
                Some(_) => None,
            }
        });
        firsts.min().map(|rank| rank.case)
    }
}
