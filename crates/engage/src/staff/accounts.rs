//! The brand's own logins on channels: connected here, proved at each request of their connector.

use earshot_channels::signature::Secret;
use earshot_model::{
    Account, AccountId, Actor, Capabilities, EventKind, NewEvent, OrgId, RoomKind,
};
use earshot_store::accounts::{self, Keys};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::token;
use crate::{Engage, Error, Result};

/// The most bytes of an address.
const LONGEST_URL: usize = 4_096;

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

/// An account that was connected, with what its connector needs. Both are shown once; the database
/// keeps the token's hash, and the secret sealed.
#[derive(Debug, Clone)]
pub struct Connected {
    /// The account.
    pub account: Account,
    /// What the connector proves itself with.
    pub token: String,
    /// What both sides sign with.
    pub secret: Secret,
}

/// An account, for a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// Where its commands are posted, if its connector does not ask for them.
    pub webhook_url: Option<String>,
    /// Whether it has a secret to sign with.
    pub signs: bool,
}

impl Engage {
    /// Connects an account. Gives it with the token of its connector, which is shown once and stored
    /// nowhere. On behalf of the demo: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, [`Error::Taken`] when this channel has an account
    /// with this handle already.
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
        self.store_account(actor, account.clone(), keys).await?;
        Ok((account, token))
    }

    /// As [`Engage::connect_account_as`], with a secret to sign with, and, where `webhook_url` says
    /// so, commands that are posted there.
    ///
    /// # Errors
    /// And [`Error::Sealing`] when the secret cannot be sealed.
    pub async fn connect_signing_account_as(
        &self,
        org: OrgId,
        actor: Actor,
        new: NewAccount,
        webhook_url: Option<&str>,
    ) -> Result<Connected> {
        let account = self.checked_account(org, &new)?;
        let webhook_url = webhook_url.map(checked_url).transpose()?;
        let seal =
            self.seal.as_ref().ok_or_else(|| Error::Sealing("no key is set up".to_owned()))?;
        let secret = Secret::from_bytes(self.tools.secret().to_vec())
            .map_err(|problem| Error::Sealing(problem.to_string()))?;
        let token = token::new(org, self.tools.secret());
        let sealed = seal.close(&self.tools, org, account.id, std::slice::from_ref(&secret))?;
        let keys = Keys {
            token_hash: token::hash(&token),
            sealed_secret: Some(sealed),
            webhook_url,
            disabled_at: None,
        };
        self.store_account(actor, account.clone(), keys).await?;
        Ok(Connected { account, token, secret })
    }

    /// All accounts, oldest first. On behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn accounts_as(&self, org: OrgId) -> Result<Vec<Listed>> {
        let mut conn = self.db.read(org).await?;
        let mut listed = Vec::new();
        for account in accounts::all(&mut conn).await? {
            let keys = accounts::keys(&mut conn, account.id).await?;
            let signs = keys.sealed_secret.is_some();
            listed.push(Listed { account, webhook_url: keys.webhook_url, signs });
        }
        Ok(listed)
    }

    async fn store_account(&self, actor: Actor, row: Account, keys: Keys) -> Result<()> {
        self.db
            .write::<_, Error, _>(row.org_id, move |tx| {
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
            .await
    }

    /// The account that a connector speaks for; nothing when the token is not this account's, or it
    /// was switched off a second ago or earlier.
    ///
    /// # Errors
    /// As the database.
    pub async fn connector(&self, id: AccountId, bearer: &str) -> Result<Option<Account>> {
        let Some((org, hash)) = token::read(bearer) else { return Ok(None) };
        let now = self.tools.now();
        if let Some(account) = self.proved.known(id, hash, now) {
            return Ok(Some(account));
        }
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
        let account = accounts::find(&mut conn, id).await?;
        self.proved.remember(hash, &account, now);
        Ok(Some(account))
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
        if RoomKind::of_channel(channel).is_some() {
            let problem = "rooms and chats stand on this server: choose another word";
            return Err(Error::invalid("channel", problem));
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

/// The address of a webhook as somebody typed it. Whether the server may call it is asked when it
/// does: names move.
fn checked_url(typed: &str) -> Result<String> {
    let typed = typed.trim();
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let host = host.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if host.is_empty() || host.contains('@') || typed.len() > LONGEST_URL || typed.contains(odd) {
        let problem = "write it as https://host/path, without a name or a password in it";
        return Err(Error::invalid("webhook", problem));
    }
    Ok(typed.to_owned())
}
