//! Accounts on channels that the server speaks itself: connected with a probe, shown with their
//! health, paused and resumed.

mod connect;
mod health;
mod own_key;
mod reads;
mod typed;

pub use connect::Probe;
pub use health::{AccountHealth, Health, SourceHealth};

/// What a channel is, and what it says of an account.
pub use earshot_channels::channel::{About, CASES, Field, FieldKind, Right, SourceKind, Standing};
/// Settings by their keys.
pub use earshot_channels::{Fault, Fields};
