#![doc = include_str!("../README.md")]

pub mod calendar;
mod clocks;
mod desk;
mod error;
mod need;
mod pick;
mod policy;
mod standing;

pub use calendar::Calendar;
pub use clocks::{answered, customer_spoke, pushed, resolved, started};
pub use desk::{AgentState, DeskState, HeldSkill, QueueState};
pub use error::Error;
pub use need::SkillNeed;
pub use pick::{Router, can_take};
pub use policy::{ClockPolicy, Limits};
pub use standing::{Breach, ClockKind, Standing, breaches, standing};

#[cfg(test)]
mod tests;
