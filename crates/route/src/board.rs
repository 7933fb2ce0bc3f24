//! The whole desk in memory: who is here, what waits, and who gets what next. [`Board`] is told
//! what happens and answers with assignments, each with the reason why.

mod agent;
mod ask;
mod choose;
mod give;
mod index;
mod leave;
mod pull;
mod queue;
mod roster;
mod share;
mod state;
mod timers;
mod turn;
mod why;
mod work;

pub use agent::{AgentProfile, Seat, SurfaceCap, Training};
pub use ask::Refusal;
pub use pull::{Lock, PullRefused};
pub use queue::{Queue, QueueError, Relax, RelaxStep, RingDate};
pub use state::{Assignment, Board, Orphan, TakenBack, TakenWhy, Turn};
pub use why::{Edge, How, Passed, Why};
pub use work::Work;

#[cfg(test)]
mod tests;
