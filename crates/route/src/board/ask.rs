//! What a case asks of a person, and why someone is not the one.

use std::collections::BTreeMap;

use earshot_model::{Presence, Surface, TeamModel, Time};

use super::agent::Agent;
use super::queue::{Queue, Relax};
use super::work::Work;
use crate::SkillNeed;

/// Why somebody does not get a case, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// They are not in this queue.
    OtherQueue,
    /// Their ring is not open yet.
    RingClosed,
    /// A training is missing or has run out.
    NotTrained,
    /// A skill is missing, or not good enough.
    NotSkilled,
    /// They do not write the language.
    OtherLanguage,
    /// They are away or offline.
    NotHere,
    /// They hold as much as they can.
    Full,
    /// They hold as much of this surface as they can.
    SurfaceFull,
    /// It was taken back from them a moment ago.
    TakenBack,
}

impl Refusal {
    /// Whether time alone may change it, with the people and skills as they are.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(
            self,
            Self::RingClosed | Self::NotHere | Self::Full | Self::SurfaceFull | Self::TakenBack
        )
    }

    /// The one spelling of this refusal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherQueue => "other-queue",
            Self::RingClosed => "ring-closed",
            Self::NotTrained => "not-trained",
            Self::NotSkilled => "not-skilled",
            Self::OtherLanguage => "other-language",
            Self::NotHere => "not-here",
            Self::Full => "full",
            Self::SurfaceFull => "surface-full",
            Self::TakenBack => "taken-back",
        }
    }
}

/// What cases of one kind ask for. Cases that ask the same share one of these, so that a person is
/// weighed against the kinds and not against a hundred thousand cases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ask {
    pub(super) queue: usize,
    /// Number of the skill and least level.
    pub(super) skills: Vec<(usize, i64)>,
    pub(super) language: Option<usize>,
    pub(super) surface: Surface,
    pub(super) weight: i64,
    pub(super) ring: u8,
    /// Numbers of the queues whose people may take it as well.
    pub(super) overflow: Vec<usize>,
}

/// Words by number: skills, languages and trainings are compared as numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    numbers: BTreeMap<String, usize>,
}

impl Words {
    pub(super) fn number(&mut self, word: &str) -> usize {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len();
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// The number of a word that somebody used before.
    pub(super) fn known(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).copied()
    }
}

/// The part of `Ask` that the first `steps` of a queue's relaxation leave over.
pub(super) fn relaxed<'a>(
    work: &'a Work,
    queue: &'a Queue,
    steps: usize,
) -> (Vec<SkillNeed<'a>>, Option<&'a str>, u8) {
    let mut skills: Vec<SkillNeed<'a>> =
        work.skills.iter().map(|skill| SkillNeed::read(skill)).collect();
    let (mut language, mut open) = (work.language.as_deref(), 0);
    for step in queue.relax.iter().take(steps) {
        match &step.relax {
            Relax::LowerSkill { skill, level } => {
                for need in skills.iter_mut().filter(|need| need.key == skill) {
                    need.level = need.level.min(*level);
                }
            }
            Relax::DropSkill { skill } => skills.retain(|need| need.key != skill),
            Relax::AnyLanguage => language = None,
            Relax::Ring { ring } => open = open.max(*ring),
            Relax::Overflow { .. } => {}
        }
    }
    (skills, language, open)
}

/// The ring in which someone stands in a queue; none when they are not in it.
pub(super) fn ring(agent: &Agent, queue: &Queue) -> Option<u8> {
    let seat = agent.seats.iter().find(|seat| seat.queue == queue.id).map(|seat| seat.ring);
    let everyone = match queue.team_model {
        TeamModel::Dedicated => None,
        TeamModel::Subset => agent.departments.contains(&queue.department_id).then_some(0),
        TeamModel::Blended => Some(0),
    };
    seat.or(everyone)
}

/// The rules of a queue with its words made numbers.
#[derive(Debug, Clone)]
pub(super) struct Gate<'a> {
    pub(super) queue: &'a Queue,
    pub(super) trainings: &'a [usize],
    /// Queues that the ask overflows to.
    pub(super) overflow: &'a [&'a Queue],
}

/// Why this person does not get a case that asks this, or none if they may have it.
pub(super) fn refuse(agent: &Agent, ask: &Ask, gate: &Gate<'_>, now: Time) -> Option<Refusal> {
    let dated = gate.queue.rings.iter().filter(|date| date.at <= now).map(|date| date.ring).max();
    let open = ask.ring.max(dated.unwrap_or(0));
    let lent = || gate.overflow.iter().any(|queue| ring(agent, queue) == Some(0));
    match ring(agent, gate.queue) {
        Some(ring) if ring <= open => {}
        _ if lent() => {}
        Some(_) => return Some(Refusal::RingClosed),
        None => return Some(Refusal::OtherQueue),
    }
    if !gate.trainings.iter().all(|training| agent.trained(*training, now)) {
        return Some(Refusal::NotTrained);
    }
    if !ask.skills.iter().all(|(skill, level)| agent.level(*skill) >= (*level).max(1)) {
        return Some(Refusal::NotSkilled);
    }
    if ask.language.is_some_and(|language| !agent.languages.contains(&language)) {
        return Some(Refusal::OtherLanguage);
    }
    if agent.presence != Presence::Online {
        return Some(Refusal::NotHere);
    }
    if agent.load.saturating_add(ask.weight) > agent.capacity {
        return Some(Refusal::Full);
    }
    (!agent.surface_fits(ask.surface, ask.weight)).then_some(Refusal::SurfaceFull)
}
