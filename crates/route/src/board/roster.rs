//! Who is here, and which queues there are.

use earshot_model::{AgentId, Presence, Time};

use super::agent::{Agent, AgentProfile};
use super::ask::ring;
use super::queue::{Queue, QueueError};
use super::state::{Board, Line};

impl Board {
    /// Puts a queue on the board, or changes its rules. What waits in it is asked for anew.
    ///
    /// # Errors
    /// When a share, a step or a time makes no sense.
    pub fn set_queue(&mut self, queue: Queue, now: Time) -> Result<(), QueueError> {
        queue.check()?;
        let trainings = queue.trainings.iter().map(|key| self.trainings.number(key)).collect();
        let number = match self.queue_numbers.get(&queue.id) {
            Some(number) => *number,
            None => self.lines.len(),
        };
        for date in &queue.rings {
            self.ring_dates.insert((date.at, number));
        }
        self.queue_numbers.insert(queue.id, number);
        match self.lines.get_mut(number) {
            Some(line) => (line.queue, line.trainings) = (queue, trainings),
            None => self.lines.push(Line {
                queue,
                trainings,
                members: Vec::new(),
                waiting: std::collections::BTreeMap::new(),
                order: std::collections::BTreeMap::new(),
                lent: std::collections::BTreeSet::new(),
                fresh: std::collections::BTreeSet::new(),
                served: self.served,
            }),
        }
        for agent in 0..self.agents.len() {
            self.seat_in(agent, number);
        }
        let cases: Vec<_> = self
            .slots
            .values()
            .filter(|slot| slot.queue == number && !slot.is_given())
            .map(|slot| slot.work.case)
            .collect();
        for case in cases {
            self.relax(case, now);
            self.ask_anew(case);
        }
        Ok(())
    }

    /// Puts someone on the board, or changes what is known of them. What they hold stays.
    pub fn set_agent(&mut self, profile: AgentProfile) {
        let number = match self.agent_numbers.get(&profile.id) {
            Some(number) => *number,
            None => self.agents.len(),
        };
        self.agent_numbers.insert(profile.id, number);
        if number == self.agents.len() {
            self.agents.push(None);
            self.held.push(std::collections::BTreeSet::new());
            self.reserved.push(std::collections::BTreeSet::new());
        }
        let mut agent = self.compile(profile);
        if let Some(place) = self.agents.get_mut(number) {
            if let Some(before) = place.take() {
                agent.load = before.load;
                agent.loads = before.loads;
                agent.assigned_at = before.assigned_at;
            }
            *place = Some(agent);
        }
        for line in 0..self.lines.len() {
            self.seat_in(number, line);
        }
        self.note_room(number);
        self.eager.insert(number);
    }

    /// Notes whether someone takes new work. What they hold stays with them until
    /// [`leave`](Self::leave).
    pub fn set_presence(&mut self, agent: AgentId, presence: Presence) {
        let Some(number) = self.agent_numbers.get(&agent).copied() else { return };
        if let Some(Some(agent)) = self.agents.get_mut(number) {
            agent.presence = presence;
            self.eager.insert(number);
            self.note_room(number);
        }
    }

    fn compile(&mut self, profile: AgentProfile) -> Agent {
        let mut skills: Vec<i64> = Vec::new();
        for held in &profile.skills {
            let number = self.skills.number(&held.key);
            if skills.len() <= number {
                skills.resize(number + 1, 0);
            }
            if let Some(level) = skills.get_mut(number) {
                *level = (*level).max(held.level);
            }
        }
        let trainings = profile.trainings.iter();
        Agent {
            id: profile.id,
            presence: profile.presence,
            capacity: profile.capacity,
            caps: profile.caps,
            skills,
            languages: profile.languages.iter().map(|tag| self.languages.number(tag)).collect(),
            trainings: trainings
                .map(|training| (self.trainings.number(&training.key), training.until))
                .collect(),
            seats: profile.seats,
            departments: profile.departments,
            load: 0,
            loads: Vec::new(),
            assigned_at: None,
        }
    }

    /// Keeps the list of those who are here with room.
    pub(super) fn note_room(&mut self, number: usize) {
        let room =
            |agent: &Agent| agent.presence == Presence::Online && agent.load < agent.capacity;
        if self.seat(number).is_some_and(room) {
            self.free.insert(number);
        } else {
            self.free.remove(&number);
        }
    }

    /// Notes whether an agent is a member of a queue.
    fn seat_in(&mut self, agent: usize, line: usize) {
        let Some(line) = self.lines.get_mut(line) else { return };
        let known = self.agents.get(agent).and_then(Option::as_ref);
        let member = known.is_some_and(|agent| ring(agent, &line.queue).is_some());
        match line.members.binary_search(&agent) {
            Ok(place) if !member => {
                line.members.remove(place);
            }
            Err(place) if member => line.members.insert(place, agent),
            _ => {}
        }
    }
}
