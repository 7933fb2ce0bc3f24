//! The people who log in: who they are, what they may see, and how they come and go.

mod accounts;
mod api_tokens;
mod checked;
mod defaults;
mod log_in;
mod log_out;
mod manage;
mod password;
mod people;
mod proved;
mod refusals;
mod replays;
mod reseal;
mod rotate;
mod set_password;
mod set_up;
mod signed;
mod throttle;
pub(crate) mod token;
mod voices;
mod who;

pub use accounts::{Connected, Listed, NewAccount};
pub use api_tokens::{MadeToken, TOKEN_PREFIX};
pub use log_in::{LogIn, LoggedIn};
pub use manage::{PersonSheet, TypedPerson};
pub use password::{PasswordRule, SHORTEST_PASSWORD};
pub use people::{Colleague, Give, NewAgent, RoleKind};
pub use reseal::Resealed;
pub use set_up::NewOrganization;
pub use who::Staff;

pub(crate) use password::Passwords;
pub(crate) use proved::Proved;
pub(crate) use refusals::Refusals;
pub(crate) use replays::Replays;
pub(crate) use throttle::Throttle;

/// The three headers of a signed request.
pub use earshot_channels::signature::Headers;
/// A token of a program, as a screen shows it.
pub use earshot_store::api_tokens::Shown as ApiTokenRow;
/// A role that somebody holds.
pub use earshot_store::grants::Granted;
/// How far a role reaches, from the store.
pub use earshot_store::setup::{Reach, Team};
