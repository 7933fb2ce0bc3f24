#![doc = include_str!("../README.md")]

mod clocks;
mod desk;
mod need;
mod pick;
mod policy;
mod standing;

pub use clocks::{answered, customer_spoke, pushed, resolved, started};
pub use desk::{AgentState, DeskState, HeldSkill, QueueState};
pub use need::SkillNeed;
pub use pick::{Router, can_take};
pub use policy::{ClockPolicy, Limits};
pub use standing::{Breach, ClockKind, Standing, breaches, standing};

#[cfg(test)]
mod tests;
