//! What the shipped heads say of a text, as features for the learner.

use super::{OUTPUTS, Room};
use crate::learn::Extra;
use crate::model::Model;

/// What a score counts beside the other dense features, which are 0 to 1.
const WORTH: f32 = 0.15;

/// The scores of the shipped heads.
#[derive(Debug)]
pub struct Scores<'a> {
    model: &'a Model,
    room: Room,
}

impl<'a> Scores<'a> {
    /// Of this model.
    #[must_use]
    pub fn of(model: &'a Model) -> Self {
        Self { model, room: Room::default() }
    }
}

impl Extra for Scores<'_> {
    fn append(&mut self, text: &str, out: &mut Vec<f32>) {
        self.model.heads.score(text, self.model.embedding, &mut self.room);
        out.extend(
            self.room.outputs().iter().take(OUTPUTS).map(|score| score.clamp(-8.0, 8.0) * WORTH),
        );
    }
}
