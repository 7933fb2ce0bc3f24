//! Learning from agents' corrections: a residual for each organization, added to the shipped heads.
//!
//! A residual is nothing but the replay of corrections, so one can be undone by replaying without it,
//! and the same corrections always give the same residual.

mod drift;
mod learned;
mod publish;
mod replay;
mod residual;
mod sample;
mod truth;

pub use drift::Drift;
pub use learned::Learned;
pub use publish::{Ballot, Score, publish};
pub use replay::{Correction, Replayed, replay};
pub use residual::{Residual, Truth};
pub use sample::{held_out, reviewed};
pub use truth::truth;

#[cfg(test)]
mod tests;
