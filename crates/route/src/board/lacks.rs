//! What is missing when nobody can ever take a case.

use earshot_model::{CaseId, Time};
use serde::{Deserialize, Serialize};

use super::agent::Agent;
use super::ask::{Refusal, refuse, relaxed};
use super::state::Board;

/// Something that nobody has, even with every step of relaxation and everyone here and free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lack", rename_all = "snake_case")]
pub enum Lack {
    /// Nobody is in the queue.
    People,
    /// Nobody there has this skill, or not well enough.
    Skill {
        /// Its key.
        skill: String,
        /// The least level.
        level: i64,
    },
    /// Nobody there writes this language.
    Language {
        /// Its tag.
        language: String,
    },
    /// Nobody there has this training.
    Training {
        /// Its key.
        training: String,
    },
    /// It weighs more than anybody there can hold.
    Room {
        /// How much.
        weight: i64,
    },
    /// Somebody has each of it, but nobody has all of it.
    Together,
}

impl Board {
    /// What is missing so that somebody could take this case some day; empty when somebody could.
    #[must_use]
    pub fn lacks(&mut self, case: CaseId) -> Vec<Lack> {
        if self.anyone_ever(case) {
            return Vec::new();
        }
        let Some(slot) = self.slots.get(&case) else { return Vec::new() };
        let (work, number) = (slot.work.clone(), slot.queue);
        let last = self.ask(&work, number, usize::MAX);
        let Some((ask, line)) = self.asks.get(last).zip(self.lines.get(number)) else {
            return Vec::new();
        };
        let Some(parts) = self.parts(ask) else { return Vec::new() };
        let gate = parts.gate();
        // A training that has run out counts: it can be renewed. A closed ring opens one day.
        let then = Time(i64::MIN);
        let inside = |agent: &&Agent| {
            let refusal = refuse(agent, ask, &gate, then);
            !matches!(refusal, Some(Refusal::OtherQueue | Refusal::RingClosed))
        };
        let people: Vec<&Agent> =
            self.asked(ask).filter_map(|number| self.seat(number)).filter(inside).collect();
        if people.is_empty() {
            return vec![Lack::People];
        }
        let mut lacks = Vec::new();
        for (training, key) in line.trainings.iter().zip(&line.queue.trainings) {
            if !people.iter().any(|agent| agent.trained(*training, then)) {
                lacks.push(Lack::Training { training: key.clone() });
            }
        }
        let (needs, language, _) = relaxed(&work, &line.queue, usize::MAX);
        for need in needs {
            let number = self.skills.known(need.key);
            let level = need.level.max(1);
            let has = |agent: &&Agent| number.is_some_and(|skill| agent.level(skill) >= level);
            if !people.iter().any(has) {
                lacks.push(Lack::Skill { skill: need.key.to_owned(), level });
            }
        }
        if let Some(tag) = language {
            let number = self.languages.known(tag);
            let writes = |agent: &&Agent| number.is_some_and(|tag| agent.languages.contains(&tag));
            if !people.iter().any(writes) {
                lacks.push(Lack::Language { language: tag.to_owned() });
            }
        }
        if lacks.is_empty() {
            let room = people.iter().any(|agent| agent.capacity >= ask.weight);
            lacks.push(if room { Lack::Together } else { Lack::Room { weight: ask.weight } });
        }
        lacks
    }
}
