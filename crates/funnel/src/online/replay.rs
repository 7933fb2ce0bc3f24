//! From events to a residual.

use std::collections::BTreeSet;

use super::Residual;
use crate::heads::{Group, Lesson, Room};
use crate::model::Model;

/// What an agent said of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its place in the organization's event log.
    pub id: u64,
    /// The post's words.
    pub text: String,
    /// Which judgement was corrected.
    pub group: Group,
    /// Which outputs of the group are true, one bit each.
    pub yes: u32,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An agent corrected a judgement.
    Corrected(Correction),
    /// An agent took a correction back, by its id.
    Undone(u64),
}

/// The residual after these events: all corrections in their order, but those that were taken back.
#[must_use]
pub fn replay(model: &Model, events: &[Event]) -> Residual {
    let undone: BTreeSet<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Undone(id) => Some(*id),
            Event::Corrected(_) => None,
        })
        .collect();
    let (mut room, mut residual) = (Room::default(), Residual::default());
    for event in events {
        let Event::Corrected(correction) = event else { continue };
        if undone.contains(&correction.id) {
            continue;
        }
        model.heads.score(&correction.text, model.embedding, &mut room);
        let lesson = Lesson::of(&room, Vec::new());
        residual.learn(&lesson, room.outputs(), correction.group, correction.yes);
    }
    residual
}
