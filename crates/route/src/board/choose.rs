//! The best person for a case, and what is to be said about the others.

use std::cmp::Ordering;

use earshot_model::{AgentId, CaseId, Time};

use super::agent::Agent;
use super::ask::{Ask, Gate, Refusal, refuse};
use super::queue::{Queue, Relax};
use super::state::{Board, Line};
use super::why::{Edge, How, Passed, Why};
use super::work::Slot;

/// At most so many names stand beside a reason.
const NAMES: usize = 3;

/// Who gets a case, if anyone, and why.
pub(super) struct Choice {
    pub(super) best: Option<usize>,
    pub(super) why: Why,
}

/// Borrowed parts of a gate.
pub(super) struct Parts<'a> {
    line: &'a Line,
    overflow: Vec<&'a Queue>,
}

impl Parts<'_> {
    pub(super) fn gate(&self) -> Gate<'_> {
        Gate { queue: &self.line.queue, trainings: &self.line.trainings, overflow: &self.overflow }
    }
}

impl Board {
    pub(super) fn parts(&self, ask: &Ask) -> Option<Parts<'_>> {
        let queue = |number: &usize| self.lines.get(*number).map(|line| &line.queue);
        let overflow = ask.overflow.iter().filter_map(queue).collect();
        Some(Parts { line: self.lines.get(ask.queue)?, overflow })
    }

    /// Numbers of everyone who might be asked: the queue's people, then those it overflows to.
    pub(super) fn asked<'a>(&'a self, ask: &'a Ask) -> impl Iterator<Item = usize> + 'a {
        let members = |number: &usize| self.lines.get(*number).map(|line| &line.members);
        let own = members(&ask.queue).into_iter().flatten().copied();
        let is_own = move |n: &usize| {
            members(&ask.queue).is_some_and(|members| members.binary_search(n).is_ok())
        };
        let seen = move |place: usize, n: &usize| {
            let before = ask.overflow.iter().take(place).filter_map(members);
            before.into_iter().any(|members| members.binary_search(n).is_ok())
        };
        let lent = ask.overflow.iter().enumerate().flat_map(move |(place, number)| {
            let people = members(number).into_iter().flatten().copied();
            people.filter(move |n| !is_own(n) && !seen(place, n))
        });
        own.chain(lent)
    }

    /// Why someone does not get this case now.
    pub(super) fn refusal(&self, agent: &Agent, slot: &Slot, now: Time) -> Option<Refusal> {
        let Some(ask) = self.asks.get(slot.ask) else { return Some(Refusal::OtherQueue) };
        let Some(parts) = self.parts(ask) else { return Some(Refusal::OtherQueue) };
        refuse(agent, ask, &parts.gate(), now)
            .or_else(|| slot.avoids(agent.id, now).then_some(Refusal::TakenBack))
    }

    /// Whether anyone could take this case if they were here and free and all steps were taken.
    pub(super) fn anyone_ever(&mut self, case: CaseId) -> bool {
        let Some(slot) = self.slots.get(&case) else { return true };
        let (work, queue) = (slot.work.clone(), slot.queue);
        let last = self.ask(&work, queue, usize::MAX);
        let Some(ask) = self.asks.get(last) else { return false };
        let Some(parts) = self.parts(ask) else { return false };
        let gate = parts.gate();
        // A training that has run out counts here: it can be renewed.
        let could = |agent: &Agent| {
            refuse(agent, ask, &gate, Time(i64::MIN)).is_none_or(Refusal::passes)
                && agent.capacity >= ask.weight
        };
        self.asked(ask).filter_map(|n| self.seat(n)).any(could)
    }

    /// Whether anyone could take this case now. Only people with room are looked at: on a busy
    /// desk these are few.
    pub(super) fn anyone_free(&self, slot: &Slot, now: Time) -> bool {
        let Some(ask) = self.asks.get(slot.ask) else { return false };
        let Some(parts) = self.parts(ask) else { return false };
        let gate = parts.gate();
        self.free
            .iter()
            .filter_map(|n| self.seat(*n))
            .any(|agent| refuse(agent, ask, &gate, now).is_none() && !slot.avoids(agent.id, now))
    }

    /// Looks through everyone for the best.
    pub(super) fn choose(&self, slot: &Slot, now: Time) -> Choice {
        let mut tally = Tally::default();
        let mut best: Option<(usize, &Agent)> = None;
        let mut second: Option<&Agent> = None;
        let ask = self.asks.get(slot.ask);
        let parts = ask.and_then(|ask| self.parts(ask));
        if let (Some(ask), Some(parts)) = (ask, &parts) {
            let gate = parts.gate();
            for (number, agent) in self.asked(ask).filter_map(|n| Some((n, self.seat(n)?))) {
                let refusal = refuse(agent, ask, &gate, now)
                    .or_else(|| slot.avoids(agent.id, now).then_some(Refusal::TakenBack));
                if let Some(refusal) = refusal {
                    tally.pass(refusal, agent.id);
                    continue;
                }
                tally.could += 1;
                match best {
                    Some((_, leader)) if by_order(leader, agent, ask).0 == Ordering::Less => {
                        let behind =
                            second.is_some_and(|s| by_order(s, agent, ask).0 == Ordering::Less);
                        if !behind {
                            second = Some(agent);
                        }
                    }
                    _ => {
                        second = best.map(|(_, leader)| leader);
                        best = Some((number, agent));
                    }
                }
            }
        }
        let edge = ask
            .zip(best)
            .zip(second)
            .map(|((ask, (_, first)), second)| (second.id, by_order(first, second, ask).1));
        let mut why = self.why(slot, tally);
        why.second = edge;
        Choice { best: best.map(|(number, _)| number), why }
    }

    /// The reasons that hold whoever gets it.
    fn why(&self, slot: &Slot, tally: Tally) -> Why {
        let line = self.lines.get(slot.queue);
        let steps = line.into_iter().flat_map(|line| line.queue.relax.iter().take(slot.step));
        let relaxed: Vec<Relax> = steps.map(|step| step.relax.clone()).collect();
        Why {
            how: How::Best,
            relaxed,
            could: tally.could,
            second: None,
            passed: tally.passed,
            preferred: None,
        }
    }
}

/// The smallest share of capacity in use first; then the better at the needed skills; then the one
/// who has waited longest for a case; then the id. Beside the order, what decided.
pub(super) fn by_order(a: &Agent, b: &Agent, ask: &Ask) -> (Ordering, Edge) {
    // load_a / capacity_a < load_b / capacity_b, without division.
    let a_share = i128::from(a.load) * i128::from(b.capacity);
    let b_share = i128::from(b.load) * i128::from(a.capacity);
    let mastery = |agent: &Agent| {
        ask.skills.iter().fold(0_i64, |sum, (skill, _)| sum.saturating_add(agent.level(*skill)))
    };
    let orders = [
        (a_share.cmp(&b_share), Edge::Load),
        (mastery(b).cmp(&mastery(a)), Edge::Mastery),
        (a.assigned_at.cmp(&b.assigned_at), Edge::Waited),
    ];
    let decided = orders.into_iter().find(|(order, _)| order.is_ne());
    decided.unwrap_or((a.id.cmp(&b.id), Edge::Order))
}

#[derive(Default)]
struct Tally {
    could: u32,
    passed: Vec<Passed>,
}

impl Tally {
    fn pass(&mut self, refusal: Refusal, agent: AgentId) {
        let row = match self.passed.iter_mut().find(|row| row.refusal == refusal) {
            Some(row) => row,
            None => {
                self.passed.push(Passed { refusal, count: 0, some: Vec::new() });
                match self.passed.last_mut() {
                    Some(row) => row,
                    None => return,
                }
            }
        };
        row.count += 1;
        if row.some.len() < NAMES {
            row.some.push(agent);
        }
    }
}
