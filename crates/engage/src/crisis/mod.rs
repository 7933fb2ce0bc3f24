//! Plans for a crisis: they are prepared, put to work with one switch, and ended. What they do stands in
//! `playbook::crisis`.

mod hold_back;
mod plan;
mod read;
mod switch;

pub use plan::TypedPlan;
pub use read::{CrisisPage, CrisisStory, Happened};
pub use switch::Ended;

/// A plan as it is stored.
pub use earshot_store::crises::Crisis;

pub(crate) use hold_back::{held_back, is_prepared};
