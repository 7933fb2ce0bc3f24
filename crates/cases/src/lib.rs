#![doc = include_str!("../README.md")]

mod answer;
mod assign;
mod close;
mod join;
mod moment;
mod move_queue;
mod open;
mod reopen;
mod resolve;
mod snooze;

pub use answer::answered;
pub use assign::assign;
pub use close::close;
pub use join::{Said, join};
pub use moment::Moment;
pub use move_queue::move_to_queue;
pub use open::open_all;
pub use reopen::reopen;
pub use resolve::resolve;
pub use snooze::{snooze, wake};

/// A case whose customer is quiet for so long is over; a word within that time opens it again.
/// Microseconds; requirement F-11 names 72 hours as the default.
pub const IDLE: i64 = 72 * earshot_model::Time::HOUR;
