#![doc = include_str!("../README.md")]

pub mod board;
pub mod calendar;
pub mod clock;
mod clocks;
mod close;
mod desk;
mod error;
pub mod expectations;
mod need;
mod pick;
mod policy;
mod standing;

pub use board::Board;
pub use calendar::Calendar;
pub use clock::ClockKind;
pub use clocks::{answered, customer_spoke, pushed, resolved, started};
pub use close::{CloseFacts, CloseRefusal, close_allowed};
pub use desk::{DeskState, QueueState};
pub use error::Error;
pub use need::{HeldSkill, SkillNeed};
pub use pick::Router;
pub use policy::{ClockPolicy, Limits};
pub use standing::{Breach, Standing, breaches, standing};

#[cfg(test)]
mod tests;
