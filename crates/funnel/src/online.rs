//! Learning from agents' corrections: a residual for each organization, added to the shipped heads.
//!
//! Corrections are events. A residual is nothing but their replay, so one can be undone by replaying
//! without it, and the same events always give the same residual.

mod drift;
mod publish;
mod replay;
mod residual;
mod sample;

pub use drift::Drift;
pub use publish::{Ballot, publish};
pub use replay::{Correction, Event, replay};
pub use residual::Residual;
pub use sample::{held_out, reviewed};

#[cfg(test)]
mod tests;
