//! Whether a new residual may take the place of the one in use.

use super::residual::surprise;
use super::{Correction, Residual};
use crate::heads::{Lesson, Room};
use crate::model::Model;

/// How both do on corrections that were held out: mean surprise, lower is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ballot {
    /// The residual in use.
    pub now: f32,
    /// The new one.
    pub new: f32,
    /// How many corrections were held out.
    pub held: usize,
}

impl Ballot {
    /// Whether the new one may be used: there is something to measure on, and it does not lose.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.held > 0 && self.new <= self.now
    }
}

/// Measures a new residual beside the one in use, on corrections that neither has learned.
#[must_use]
pub fn publish(model: &Model, now: &Residual, new: &Residual, held: &[Correction]) -> Ballot {
    let mut room = Room::default();
    let (mut sums, mut count) = ([0.0_f32; 2], 0.0_f32);
    for correction in held {
        model.heads.score(&correction.text, model.embedding, &mut room);
        let lesson = Lesson::of(&room, Vec::new());
        for (sum, residual) in sums.iter_mut().zip([now, new]) {
            let mut outputs = *room.outputs();
            residual.add(&lesson, &mut outputs);
            *sum += surprise(&outputs, correction.group, correction.yes);
        }
        count += 1.0;
    }
    let [now, new] = sums.map(|sum| if count > 0.0 { sum / count } else { 0.0 });
    Ballot { now, new, held: held.len() }
}
