//! One turn: timers first, then everyone who became free, then everything that is new.

use earshot_model::Time;

use super::state::{Board, Turn};

impl Board {
    /// Does what is due at `now` and gives at most `most` cases to people. When fewer come back,
    /// nobody who is free could take anything that waits.
    pub fn turn(&mut self, now: Time, most: usize) -> Turn {
        let mut turn = Turn::default();
        self.ring_timers(now, &mut turn);
        turn.orphans.append(&mut self.orphans);
        while turn.given.len() < most {
            if let Some(agent) = self.eager.first().copied() {
                let next = self.next_for(agent, now);
                let given = next.and_then(|case| self.place(case, now));
                if next.is_none() {
                    self.eager.remove(&agent);
                }
                turn.given.extend(given);
            } else if let Some(line) = self.least_served_fresh() {
                let rank = self.lines.get_mut(line).and_then(|line| line.fresh.pop_first());
                if self.lines.get(line).is_none_or(|line| line.fresh.is_empty()) {
                    self.fresh.remove(&line);
                }
                let given = rank.and_then(|rank| self.place(rank.case, now));
                turn.given.extend(given);
            } else {
                break;
            }
        }
        turn
    }

    /// Of the queues with something fresh, the one that got least of its share.
    fn least_served_fresh(&self) -> Option<usize> {
        let served = |line: &usize| self.lines.get(*line).map(|line| line.served);
        self.fresh.iter().min_by_key(|line| (served(line), **line)).copied()
    }
}
