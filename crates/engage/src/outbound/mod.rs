//! The outbox on its way to the channels.
//!
//! `release` lets go what was held long enough; `lease` hands messages to connectors, each attempt
//! committed before it leaves; `result` takes in what became of them; `expire` marks those that
//! nobody answered for as unknown. An unknown message is looked up at its source or shown to a
//! person, never sent again blindly. `webhook` posts to programs, `speak` goes out through the channels
//! that the server speaks itself, `at_home` into rooms. `by_hand` is told by a person, who gave an answer
//! at the source. `run` keeps all of it going.

mod again;
mod at_home;
mod by_hand;
mod expire;
mod lease;
mod post;
mod release;
mod result;
mod run;
mod settle;
mod speak;
mod webhook;

use earshot_model::Time;

pub(crate) use by_hand::stopped;
pub use by_hand::waits_for_a_hand;
pub use result::Told;
pub use webhook::{Carried, Courier, Postman, Unseal, Webhook};

/// What the signatures of webhooks are made with.
pub use earshot_channels::signature::Secret;

pub(crate) use release::let_go;

/// For so long a connector has a command for itself, in microseconds: 50 seconds. After that without
/// a result the outcome is unknown: whoever wrote an answer knows within a minute, also when the server
/// had to start again in between.
pub const LEASE: i64 = 50 * Time::SECOND;

/// The waits before another try, in microseconds; after the last one the message has failed.
pub const WAITS: [i64; 4] =
    [5 * Time::SECOND, 30 * Time::SECOND, 2 * Time::MINUTE, 10 * Time::MINUTE];

/// When a message is due for which only a person or the channel itself can do something.
pub(crate) const NEVER: Time = Time(i64::MAX);
