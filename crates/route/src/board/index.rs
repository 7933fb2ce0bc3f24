//! What waits, found quickly: by queue, by what it asks, by rank.

use earshot_model::{CaseId, Time};

use super::ask::{Ask, relaxed};
use super::queue::{QueueError, Relax};
use super::state::{Board, Orphan};
use super::timers::Due;
use super::work::{Rank, Slot, Standing, Work};

impl Board {
    /// Puts a case without an owner on the board.
    ///
    /// # Errors
    /// When its queue is not on the board, the case is there already, or weighs nothing.
    pub fn enqueue(&mut self, work: Work, now: Time) -> Result<(), QueueError> {
        let case = work.case;
        self.put(work)?;
        self.wait(case, now);
        Ok(())
    }

    pub(super) fn put(&mut self, work: Work) -> Result<(), QueueError> {
        let queue = self.queue_numbers.get(&work.queue).copied();
        let queue = queue.ok_or(QueueError::UnknownQueue(work.queue))?;
        if work.weight < 1 {
            return Err(QueueError::NoWeight);
        }
        if self.slots.contains_key(&work.case) {
            return Err(QueueError::SecondCase(work.case));
        }
        let ask = self.ask(&work, queue, 0);
        let slot = Slot {
            queue,
            ask,
            step: 0,
            standing: Standing::Waiting,
            ownerless_since: work.since,
            touched: false,
            carried: 0,
            avoid: None,
            timers: Vec::new(),
            work,
        };
        self.slots.insert(slot.work.case, slot);
        Ok(())
    }

    /// Lets a case that nobody has wait from `now` on: its timers start and somebody is looked for.
    pub(super) fn wait(&mut self, case: CaseId, now: Time) {
        self.clear_timers(case);
        let Some(slot) = self.slots.get_mut(&case) else { return };
        slot.standing = Standing::Waiting;
        slot.ownerless_since = now;
        slot.touched = false;
        let (queue, since, avoid) = (slot.queue, slot.work.since, slot.avoid);
        let Some(line) = self.lines.get(queue) else { return };
        let orphan_at = now.plus(line.queue.orphan_after);
        self.set_timer(case, orphan_at, Due::Orphan);
        if let Some((_, until)) = avoid {
            self.set_timer(case, until, Due::Avoid);
        }
        if !self.anyone_ever(case) {
            let id = self.slots.get(&case).map(|slot| slot.work.queue);
            let orphan = id.map(|queue| Orphan { case, queue, since: now, nobody: true });
            self.orphans.extend(orphan);
        }
        self.line_up(case);
        self.relax(case, now.max(since));
    }

    /// Enters a waiting case where those who look for work find it.
    pub(super) fn line_up(&mut self, case: CaseId) {
        let Some(slot) = self.slots.get(&case) else { return };
        let (rank, number, ask) = (Rank::of(&slot.work), slot.queue, slot.ask);
        let Some(line) = self.lines.get_mut(number) else { return };
        if line.waiting.is_empty() {
            // A queue that was empty has no claim on what others got meanwhile.
            line.served = line.served.max(self.served);
            self.active.insert((line.served, number));
        }
        line.waiting.entry(ask).or_default().insert(rank);
        line.order.insert(rank, ask);
        if self.asks.get(ask).is_some_and(|ask| !ask.overflow.is_empty()) {
            line.lent.insert(ask);
        }
        line.fresh.insert(rank);
        self.fresh.insert(number);
    }

    /// Takes a case out of everything in which it is found, whatever it waits for.
    pub(super) fn step_out(&mut self, case: CaseId) {
        let Some(slot) = self.slots.get(&case) else { return };
        let (rank, number, ask) = (Rank::of(&slot.work), slot.queue, slot.ask);
        if let Standing::Reserved(agent) = slot.standing {
            let agent = self.agent_numbers.get(&agent);
            if let Some(reserved) = agent.and_then(|agent| self.reserved.get_mut(*agent)) {
                reserved.remove(&rank);
            }
        }
        let Some(line) = self.lines.get_mut(number) else { return };
        line.fresh.remove(&rank);
        line.order.remove(&rank);
        if line.fresh.is_empty() {
            self.fresh.remove(&number);
        }
        if let Some(bucket) = line.waiting.get_mut(&ask) {
            bucket.remove(&rank);
            if bucket.is_empty() {
                line.waiting.remove(&ask);
                line.lent.remove(&ask);
            }
        }
        if line.waiting.is_empty() {
            self.active.remove(&(line.served, number));
        }
    }

    /// Takes the steps of relaxation that the wait of a case has reached, and sets the next.
    pub(super) fn relax(&mut self, case: CaseId, now: Time) {
        let Some(slot) = self.slots.get(&case) else { return };
        let Some(line) = self.lines.get(slot.queue) else { return };
        let since = slot.work.since;
        let reached = line.queue.relax.iter().take_while(|step| since.plus(step.after) <= now);
        let reached = reached.count();
        let next = line.queue.relax.get(reached).map(|step| since.plus(step.after));
        let moved = reached != slot.step;
        if let Some(at) = next {
            self.set_timer(case, at, Due::Relax);
        }
        if moved {
            if let Some(slot) = self.slots.get_mut(&case) {
                slot.step = reached;
            }
            self.ask_anew(case);
        }
    }

    /// Reads again what a case asks for, and looks for somebody again if it waits.
    pub(super) fn ask_anew(&mut self, case: CaseId) {
        let Some(slot) = self.slots.get(&case) else { return };
        let (work, queue, step) = (slot.work.clone(), slot.queue, slot.step);
        let waits = slot.standing == Standing::Waiting;
        if waits {
            self.step_out(case);
        }
        let ask = self.ask(&work, queue, step);
        if let Some(slot) = self.slots.get_mut(&case) {
            slot.ask = ask;
        }
        if waits {
            self.line_up(case);
        }
    }

    /// The number of what a case asks for after so many steps.
    pub(super) fn ask(&mut self, work: &Work, queue: usize, steps: usize) -> usize {
        let Some(line) = self.lines.get(queue) else { return 0 };
        let (needs, language, ring) = relaxed(work, &line.queue, steps);
        let mut skills: Vec<(usize, i64)> =
            needs.iter().map(|need| (self.skills.number(need.key), need.level)).collect();
        skills.sort_unstable();
        skills.dedup();
        let overflow = line.queue.relax.iter().take(steps).filter_map(|step| match step.relax {
            Relax::Overflow { queue } => self.queue_numbers.get(&queue).copied(),
            _ => None,
        });
        let ask = Ask {
            queue,
            skills,
            language: language.map(|tag| self.languages.number(tag)),
            surface: work.surface,
            weight: work.weight,
            ring,
            overflow: overflow.collect(),
        };
        if let Some(number) = self.ask_numbers.get(&ask) {
            return *number;
        }
        let number = self.asks.len();
        self.asks.push(ask.clone());
        self.ask_numbers.insert(ask, number);
        number
    }
}
