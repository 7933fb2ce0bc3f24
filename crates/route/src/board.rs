//! The whole desk in memory: who is here, what waits, and who gets what next. [`Board`] is told
//! what happens and answers with assignments, each with the reason why.

mod agent;
mod ask;
mod choose;
mod give;
mod index;
mod kind;
mod lacks;
mod leave;
mod pull;
mod queue;
mod restore;
mod roster;
mod rules;
mod share;
mod state;
mod timers;
mod turn;
mod why;
mod work;

pub use agent::{AgentProfile, Seat, SurfaceCap, Training};
pub use ask::Refusal;
pub use kind::Kind;
pub use lacks::Lack;
pub use pull::{Lock, PullRefused};
pub use queue::{Queue, QueueError, Relax, RelaxStep, RingDate};
pub use restore::{Share, Shares};
pub use rules::QueueRules;
pub use state::{Assignment, Board, Orphan, TakenBack, TakenWhy, Turn};
pub use why::{Considered, Edge, How, Passed, PassedOver, Why};
pub use work::Work;

#[cfg(test)]
mod tests;
