//! What tests over real sockets stand on: the real time, and nothing under seal.

use earshot_channels::{Fields, Vault};
use earshot_model::{AccountId, Clock, OrgId, Time};

/// The time of this machine.
pub(crate) struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "a server with real time-outs needs real time")]
    fn now(&self) -> Time {
        jiff::Timestamp::now().into()
    }
}

/// Holds no login.
pub(crate) struct Nothing;

impl Vault for Nothing {
    fn open_login(&self, _: OrgId, _: AccountId, _: &[u8]) -> Option<Fields> {
        None
    }
}
