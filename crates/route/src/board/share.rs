//! Fair shares among queues: start-time fair queueing (Goyal, Vin, Cheng 1996) over weights given.
//!
//! Each queue counts what it got, divided by its share. Someone who serves several queues works
//! for the one that got least. A queue that was empty starts from what the others have now.

use earshot_model::CaseId;
use earshot_model::Time;

use super::agent::Agent;
use super::ask::refuse;
use super::state::Board;
use super::work::Rank;

/// One unit of weight of a queue with share 1. It divides by every share up to 10 exactly enough.
const UNIT: u128 = 5_040_000;

/// So many cases of a queue are walked by rank before kinds of cases are weighed.
const WALKED: usize = 64;

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

    /// The first case of a queue that this person may have. Most people may have one of the first
    /// cases, so these are walked by rank; after that, kinds of cases are weighed and not cases.
    fn first_for(&self, number: usize, line: usize, now: Time) -> Option<CaseId> {
        let agent = self.seat(number)?;
        let line = self.lines.get(line)?;
        let member = line.members.binary_search(&number).is_ok();
        if member {
            let may = |(rank, ask): &(&Rank, &usize)| {
                self.may(agent, **ask, now) && self.may_again(agent, rank, now)
            };
            if let Some((rank, _)) = line.order.iter().take(WALKED).find(may) {
                return Some(rank.case);
            }
            if line.order.len() <= WALKED {
                return None;
            }
        }
        let kinds: &mut dyn Iterator<Item = &usize> =
            if member { &mut line.waiting.keys() } else { &mut line.lent.iter() };
        let firsts = kinds.filter(|ask| self.may(agent, **ask, now)).filter_map(|ask| {
            line.waiting.get(ask)?.iter().find(|rank| self.may_again(agent, rank, now))
        });
        firsts.min().map(|rank| rank.case)
    }

    /// Whether someone may have what asks this.
    fn may(&self, agent: &Agent, ask: usize, now: Time) -> bool {
        let ask = self.asks.get(ask);
        let parts = ask.and_then(|ask| Some((ask, self.parts(ask)?)));
        parts.is_some_and(|(ask, parts)| refuse(agent, ask, &parts.gate(), now).is_none())
    }

    /// Whether this very case was not taken from them a moment ago.
    fn may_again(&self, agent: &Agent, rank: &Rank, now: Time) -> bool {
        self.slots.get(&rank.case).is_some_and(|slot| !slot.avoids(agent.id, now))
    }
}
