//! Which conversation a status belongs to. The API does not say; whoever wants to know asks for what
//! stands before it. What was found once is remembered.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::AccountId;

/// How many are remembered; then all are forgotten at once and asked for again.
const MOST: usize = 20_000;

/// What is known.
#[derive(Debug, Default)]
pub(super) struct Roots(Mutex<HashMap<(AccountId, String), String>>);

impl Roots {
    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(AccountId, String), String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first status of the conversation that `id` stands in, if it is remembered.
    pub(super) fn of(&self, account: AccountId, id: &str) -> Option<String> {
        self.known().get(&(account, id.to_owned())).cloned()
    }

    /// Remembers it.
    pub(super) fn remember(&self, account: AccountId, id: &str, root: &str) {
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert((account, id.to_owned()), root.to_owned());
    }
}
