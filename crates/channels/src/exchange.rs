//! All channels that the server speaks itself, and what every account of theirs needs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use earshot_egress::Client;
use earshot_model::{Account, AccountId, Instruments, OrgId};

use crate::access::{Access, Fields};
use crate::channel::Channel;
use crate::fault::Fault;
use crate::pace::Pace;

/// Opens the secrets of accounts, which are sealed with a key from outside the database.
pub trait Vault: Send + Sync {
    /// The secrets of an account; none when no key here opens them.
    fn open_login(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> Option<Fields>;
}

/// All channels that the server speaks itself. Cheap to clone; clones share what is known of limits.
#[derive(Clone)]
pub struct Channels {
    all: Arc<[Arc<dyn Channel>]>,
    client: Client,
    tools: Instruments,
    vault: Arc<dyn Vault>,
    paces: Arc<Mutex<HashMap<AccountId, Arc<Pace>>>>,
}

impl Channels {
    /// These channels, over this client.
    #[must_use]
    pub fn new(
        all: Vec<Arc<dyn Channel>>,
        client: Client,
        tools: Instruments,
        vault: Arc<dyn Vault>,
    ) -> Self {
        Self { all: all.into(), client, tools, vault, paces: Arc::default() }
    }

    /// Every channel, in the order in which screens list them.
    pub fn all(&self) -> impl Iterator<Item = &Arc<dyn Channel>> {
        self.all.iter()
    }

    /// The channel of this kind.
    #[must_use]
    pub fn find(&self, kind: &str) -> Option<&Arc<dyn Channel>> {
        self.all.iter().find(|channel| channel.about().kind == kind)
    }

    /// An account, ready for use, with its login as it lies in the database.
    ///
    /// # Errors
    /// [`Fault::Login`] when the settings cannot be read, or no key here opens the secrets.
    pub fn access(
        &self,
        account: &Account,
        settings: &str,
        sealed: &[u8],
    ) -> Result<Access, Fault> {
        let settings: Fields = serde_json::from_str(settings)
            .map_err(|_| Fault::Login("its settings cannot be read".to_owned()))?;
        let secrets =
            self.vault.open_login(account.org_id, account.id, sealed).ok_or_else(|| {
                Fault::Login("no key here opens its secrets: put the key file back".to_owned())
            })?;
        Ok(self.access_with(account.clone(), settings, secrets))
    }

    /// An account that is being connected, with what was typed.
    #[must_use]
    pub fn access_with(&self, account: Account, settings: Fields, secrets: Fields) -> Access {
        let pace = self.pace(account.id);
        Access::new(account, (settings, secrets), (self.client.clone(), self.tools.clone()), pace)
    }

    fn pace(&self, account: AccountId) -> Arc<Pace> {
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.entry(account).or_default().clone()
    }
}
