//! People, as the board sees them.

use earshot_model::{AgentId, DepartmentId, Presence, QueueId, Surface, Time};
use serde::{Deserialize, Serialize};

use crate::HeldSkill;

/// A queue that someone is named for, and the ring in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Which queue.
    pub queue: QueueId,
    /// 0 for the first ring. Later rings take cases once they are opened.
    pub ring: u8,
}

/// How much of one surface someone can hold at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurfaceCap {
    /// Such as chats.
    pub surface: Surface,
    /// The most, in units of weight.
    pub most: i64,
}

/// A training that someone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// The key by which queues ask for it.
    pub key: String,
    /// Until when it counts; none for ever.
    pub until: Option<Time>,
}

/// Someone who could take cases. Someone who is switched off must not be on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentProfile {
    /// Who.
    pub id: AgentId,
    /// Only [`Presence::Online`] takes new work.
    pub presence: Presence,
    /// How much they can hold at once, in units of weight.
    pub capacity: i64,
    /// What they can hold of single surfaces at once.
    pub caps: Vec<SurfaceCap>,
    /// What they can do.
    pub skills: Vec<HeldSkill>,
    /// The languages that they write, as BCP 47 primary tags such as `de`.
    pub languages: Vec<String>,
    /// What they were trained for.
    pub trainings: Vec<Training>,
    /// The queues that they are named for.
    pub seats: Vec<Seat>,
    /// The departments that they belong to: the entry to queues of
    /// [`TeamModel::Subset`](earshot_model::TeamModel::Subset), in the first ring.
    pub departments: Vec<DepartmentId>,
}

/// An agent on the board, with words made numbers.
#[derive(Debug, Clone)]
pub(super) struct Agent {
    pub(super) id: AgentId,
    pub(super) presence: Presence,
    pub(super) capacity: i64,
    pub(super) caps: Vec<SurfaceCap>,
    /// Level by the number of the skill; 0 for none.
    pub(super) skills: Vec<i64>,
    /// Numbers of languages.
    pub(super) languages: Vec<usize>,
    pub(super) trainings: Vec<(usize, Option<Time>)>,
    pub(super) seats: Vec<Seat>,
    pub(super) departments: Vec<DepartmentId>,
    pub(super) load: i64,
    pub(super) loads: Vec<(Surface, i64)>,
    pub(super) assigned_at: Option<Time>,
}

impl Agent {
    /// How well they have a skill, 0 for not at all.
    pub(super) fn level(&self, skill: usize) -> i64 {
        self.skills.get(skill).copied().unwrap_or(0)
    }

    /// Whether a training counts at this instant.
    pub(super) fn trained(&self, training: usize, now: Time) -> bool {
        let valid = |until: &Option<Time>| until.is_none_or(|until| now < until);
        self.trainings.iter().any(|(key, until)| *key == training && valid(until))
    }

    /// Whether this much more of a surface fits under its own cap.
    pub(super) fn surface_fits(&self, surface: Surface, weight: i64) -> bool {
        let held = self.loads.iter().find(|(of, _)| *of == surface).map_or(0, |(_, held)| *held);
        let cap = self.caps.iter().find(|cap| cap.surface == surface);
        cap.is_none_or(|cap| held.saturating_add(weight) <= cap.most)
    }

    /// Adds to what they hold, or takes from it.
    pub(super) fn carry(&mut self, surface: Surface, weight: i64) {
        self.load = self.load.saturating_add(weight);
        match self.loads.iter_mut().find(|(of, _)| *of == surface) {
            Some((_, held)) => *held = held.saturating_add(weight),
            None => self.loads.push((surface, weight)),
        }
    }
}
