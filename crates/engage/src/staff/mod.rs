//! The people who log in: who they are, what they may see, and how they come and go.

mod accounts;
mod defaults;
mod log_in;
mod log_out;
mod password;
mod people;
mod set_up;
mod throttle;
mod token;
mod who;

pub use accounts::NewAccount;
pub use log_in::{LogIn, LoggedIn};
pub use password::{PasswordRule, SHORTEST_PASSWORD};
pub use people::{Colleague, Give, NewAgent, RoleKind};
pub use set_up::NewOrganization;
pub use who::Staff;

pub(crate) use password::Passwords;
pub(crate) use throttle::Throttle;

/// How far a role reaches, from the store.
pub use earshot_store::setup::Reach;
