//! Clocks that are computed from what happened, never ticked: [`Course`] reads the log of a case,
//! and [`Course::states`] says at any instant which clocks run, until when, and which are broken.

mod alarm;
mod columns;
mod course;
mod cover;
mod edition;
mod facts;
mod happening;
mod kind;
mod ledger;
mod policy;
mod preset;
mod reach;
mod rules;
mod run;
mod state;

pub use alarm::{Alarm, StepId};
pub use course::Course;
pub use cover::{Cover, Settled};
pub use edition::Edition;
pub use happening::{Entry, Happening, PromiseEnd, PromiseOf};
pub use kind::ClockKind;
pub use ledger::{Kept, Ledger, Promised, ledger};
pub use policy::{Act, Applies, Pause, Policy, Step, Target, When};
pub use preset::appendix_b;
pub use rules::{CaseFacts, Rules};
pub use run::{End, Ended};
pub use state::{ClockState, Phase};

#[cfg(test)]
mod tests;
