//! Every account has a secret of its own, beside what was typed.

use earshot_channels::{Fields, OWN_KEY};

use crate::Engage;

impl Engage {
    /// The secrets with the account's own key: the one that is known, so that a new password does not
    /// change it, else a new one.
    pub(super) fn keyed(&self, mut secrets: Fields, known: &Fields) -> Fields {
        let made = || self.tools.secret().iter().map(|byte| format!("{byte:02x}")).collect();
        let key: String = known.get(OWN_KEY).cloned().unwrap_or_else(made);
        secrets.insert(OWN_KEY.to_owned(), key);
        secrets
    }
}
