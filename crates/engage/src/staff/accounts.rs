//! The brand's own logins on channels: connected here, proved at each request of their connector.

use earshot_model::{
    Account, AccountId, Actor, Capabilities, EventKind, NewEvent, OrgId, Permission,
};
use earshot_store::accounts::{self, Keys};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Staff, token};
use crate::{Engage, Error, Result};

/// An account that is to be connected, as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The kind of channel, such as `mastodon`: lower-case letters, digits, hyphens.
    pub channel: String,
    /// The brand's handle there.
    pub handle: String,
    /// The name on screens.
    pub name: String,
    /// What it can do, until its connector tells.
    pub capabilities: Capabilities,
}

impl Engage {
    /// Connects an account. Gives it with the token of its connector, which is shown once and stored
    /// nowhere. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Invalid`] with the field at fault, [`Error::Taken`] when this
    /// channel has an account with this handle already.
    pub async fn connect_account(&self, by: &Staff, new: NewAccount) -> Result<(Account, String)> {
        by.must(Permission::AdminWrite)?;
        self.connect_account_as(by.org, Actor::Agent(by.id()), new).await
    }

    /// Connects an account on behalf of the command line or the demo: no permission is asked.
    ///
    /// # Errors
    /// As [`Engage::connect_account`].
    pub async fn connect_account_as(
        &self,
        org: OrgId,
        actor: Actor,
        new: NewAccount,
    ) -> Result<(Account, String)> {
        let account = self.checked_account(org, &new)?;
        let token = token::new(org, self.tools.secret());
        let keys = Keys {
            token_hash: token::hash(&token),
            sealed_secret: None,
            webhook_url: None,
            disabled_at: None,
        };
        let row = account.clone();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    if accounts::by_handle(tx, &row.channel, &row.handle).await?.is_some() {
                        return Err(Error::Taken { field: "handle" });
                    }
                    accounts::insert(tx, &row, &keys).await?;
                    tx.emit(
                        NewEvent::new(row.created_at, EventKind::SetupChanged, actor)
                            .data(json!({ "what": "account", "account": row.id })),
                    );
                    Ok(())
                })
            })
            .await?;
        Ok((account, token))
    }

    /// The account that a connector speaks for; nothing when the token is not this account's, or it
    /// was switched off.
    ///
    /// # Errors
    /// As the database.
    pub async fn connector(&self, id: AccountId, bearer: &str) -> Result<Option<Account>> {
        let Some((org, hash)) = token::read(bearer) else { return Ok(None) };
        let mut conn = self.db.read(org).await?;
        let keys = match accounts::keys(&mut conn, id).await {
            Ok(keys) => keys,
            Err(earshot_store::Error::NotFound(_)) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        // Hashed once more, so that the time of the comparison says nothing about the stored value.
        let same = Sha256::digest(keys.token_hash) == Sha256::digest(hash);
        if !same || keys.disabled_at.is_some() {
            return Ok(None);
        }
        Ok(Some(accounts::find(&mut conn, id).await?))
    }

    fn checked_account(&self, org: OrgId, new: &NewAccount) -> Result<Account> {
        let channel = new.channel.trim();
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if channel.is_empty() || channel.len() > 40 || !channel.chars().all(fine) {
            return Err(Error::invalid(
                "channel",
                "use 1 to 40 lower-case letters, digits and hyphens, such as mastodon",
            ));
        }
        let handle = new.handle.trim();
        if handle.is_empty() || handle.chars().count() > 200 {
            return Err(Error::invalid("handle", "type the brand's handle on this channel"));
        }
        let name = if new.name.trim().is_empty() { handle } else { new.name.trim() };
        let capabilities = serde_json::to_string(&new.capabilities)
            .map_err(|error| Error::invalid("capabilities", error.to_string()))?;
        Ok(Account {
            org_id: org,
            id: self.tools.id(),
            channel: channel.to_owned(),
            handle: handle.to_owned(),
            name: name.to_owned(),
            capabilities,
            created_at: self.tools.now(),
            disabled_at: None,
        })
    }
}
