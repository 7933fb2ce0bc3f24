//! What a run is given beside its rows.

use crate::features::Embedding;
use crate::learn::{Extra, Step};

/// Seconds since any fixed moment.
pub type Clock<'a> = dyn Fn() -> f64 + 'a;

/// What a run is given beside its rows.
pub struct Tools<'a> {
    /// The table of word vectors, if there is one.
    pub embedding: Option<&'a Embedding>,
    /// What the shipped heads say.
    pub extra: Option<&'a mut dyn Extra>,
    /// Measures the speed.
    pub clock: &'a Clock<'a>,
    /// Told after each step of training.
    pub step: &'a mut Step<'a>,
    /// The seed of all chance.
    pub seed: u64,
}
