//! From corrections to a residual.

use super::residual::{Truth, surprise};
use super::{Drift, Residual};
use crate::Funnel;

/// What an agent said of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its number in the organization: corrections are learned in this order.
    pub id: u64,
    /// The post's words.
    pub text: String,
    /// Whether the post spoke to us.
    pub addressed: bool,
    /// What is true of it.
    pub truth: Truth,
}

/// What a replay gives.
#[derive(Debug, Clone, Default)]
pub struct Replayed {
    /// What was learned.
    pub residual: Residual,
    /// Whether learning helped, each correction asked before it was learned.
    pub drift: Drift,
}

/// The residual after these corrections, in their order. One that was taken back is not among them:
/// undoing is replaying without it. `funnel` has learned nothing itself; one that judges by rules
/// alone cannot learn, and gives an empty residual.
#[must_use]
pub fn replay<'c>(
    funnel: &Funnel,
    corrections: impl IntoIterator<Item = &'c Correction>,
) -> Replayed {
    let mut replayed = Replayed::default();
    for correction in corrections {
        replayed.learn(funnel, correction);
    }
    replayed
}

impl Replayed {
    /// Learns one more.
    pub fn learn(&mut self, funnel: &Funnel, correction: &Correction) {
        let Some(view) = funnel.view(&correction.text, correction.addressed) else { return };
        let mut with = view.said;
        self.residual.add_latest(&view.lesson, &mut with);
        let truth = correction.truth;
        self.drift.note(surprise(&with, truth), surprise(&view.said, truth));
        self.residual.learn(&view, truth);
    }
}
