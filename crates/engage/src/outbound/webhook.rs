//! Commands for programs that do not ask: a signed request for each.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use earshot_channels::http::webhook::{Delivery, build, deliver};
use earshot_channels::signature::Secret;
use earshot_egress::Client;
use earshot_model::{AccountId, Clock, Command, CommandBody, CommandResult, OrgId, ResultState};
use earshot_store::accounts;

use crate::{Engage, Result};

/// Where the commands of an account are posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Whose account.
    pub org: OrgId,
    /// The account.
    pub account: AccountId,
    /// The address.
    pub url: String,
    /// The sealed secret of its signatures, if it has one.
    pub sealed_secret: Option<Vec<u8>>,
}

/// What became of a delivery.
pub type Carried<'a> =
    Pin<Box<dyn Future<Output = Result<Delivery, earshot_channels::Error>> + Send + 'a>>;

/// Carries a command to its webhook. Implemented by [`Courier`], and by tests.
pub trait Postman: Send + Sync {
    /// Posts one command.
    fn carry<'a>(&'a self, to: &'a Webhook, command: &'a Command) -> Carried<'a>;
}

/// Opens secrets that are sealed with the key from outside the database.
pub trait Unseal: Send + Sync {
    /// The secrets of this account, the newest first; none when they cannot be opened.
    fn open(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> Vec<Secret>;
}

/// Posts commands through the one HTTP client, signed.
pub struct Courier {
    /// The client.
    pub client: Client,
    /// The time of the signatures.
    pub clock: Arc<dyn Clock>,
    /// Opens the secrets.
    pub unseal: Arc<dyn Unseal>,
}

impl Postman for Courier {
    fn carry<'a>(&'a self, to: &'a Webhook, command: &'a Command) -> Carried<'a> {
        Box::pin(async move {
            let secrets = match to.sealed_secret.as_deref() {
                Some(sealed) => self.unseal.open(to.org, to.account, sealed),
                None => Vec::new(),
            };
            if secrets.is_empty() && to.sealed_secret.is_some() {
                return Err(earshot_channels::Error::Sealed);
            }
            let request = build(&to.url, &secrets, command, self.clock.now())?;
            deliver(&self.client, request).await
        })
    }
}

impl Engage {
    /// The webhook of an account, if it has one and is switched on.
    pub(super) async fn webhook(&self, org: OrgId, account: AccountId) -> Result<Option<Webhook>> {
        let keys = accounts::keys(&mut self.db.read(org).await?, account).await?;
        Ok(keys.webhook_url.filter(|_| keys.disabled_at.is_none()).map(|url| Webhook {
            org,
            account,
            url,
            sealed_secret: keys.sealed_secret,
        }))
    }

    /// Posts everything that waits for this webhook, one after another, and takes in the answers.
    ///
    /// # Errors
    /// As the database. A message whose answer cannot be stored stays leased, and is looked up later.
    pub async fn deliver(&self, org: OrgId, to: &Webhook, by: &dyn Postman) -> Result<()> {
        // Each command is leased just before it leaves, so that a slow one does not use up the
        // lease of those behind it.
        while let Some(command) = self.lease_next(org, to.account).await? {
            let result = match by.carry(to, &command).await {
                Ok(Delivery::Taken) => continue,
                Ok(Delivery::Done(result)) => result,
                Ok(Delivery::Failed(result)) => of_a_look(&command, result),
                // Nothing was sent: the address or the secret is wrong, and stays so until somebody
                // changes it.
                Err(problem) => of_a_look(&command, failed(&problem)),
            };
            self.result(org, to.account, command.id, result).await?;
        }
        Ok(())
    }
}

fn failed(problem: &earshot_channels::Error) -> CommandResult {
    let detail = Some(problem.to_string());
    CommandResult { state: ResultState::Failed, id: None, url: None, detail }
}

/// What came of a command on its way to the program, and not of the program's own word: where it asked
/// whether an answer stands on the channel, nobody looked, and it is as uncertain as before.
fn of_a_look(command: &Command, result: CommandResult) -> CommandResult {
    match command.body {
        CommandBody::FindSent { .. } => CommandResult { state: ResultState::Unknown, ..result },
        CommandBody::Reply { .. } => result,
    }
}
