#![doc = include_str!("../README.md")]

mod answer;
mod assign;
pub mod clocks;
mod close;
mod join;
mod loop_end;
mod moment;
mod move_queue;
mod open;
mod promise;
mod reopen;
mod resolve;
mod snooze;
mod tag;
mod take_back;

pub use answer::answered;
pub use assign::{HandOver, assign, hand_over};
pub use close::{close, close_by_hand};
pub use join::{Said, join};
pub use loop_end::{Waiver, waive_loop};
pub use moment::Moment;
pub use move_queue::move_to_queue;
pub use open::open_all;
pub use promise::{promise_made, promise_over};
pub use reopen::reopen;
pub use resolve::resolve;
pub use snooze::{snooze, wake};
pub use tag::{TaggedBy, tag, untag};
pub use take_back::{TakeBack, take_back};

/// A case whose customer is quiet for so long is over; a word within that time opens it again.
/// Microseconds; 72 hours is the usual time.
pub const IDLE: i64 = 72 * earshot_model::Time::HOUR;
