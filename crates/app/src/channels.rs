//! The channels that the server speaks itself, wired to the client, the key and the outbox.

use std::sync::Arc;

use anyhow::Context as _;
use async_trait::async_trait;
use earshot_channels::bluesky::Bluesky;
use earshot_channels::chat::WebChat;
use earshot_channels::discourse::Discourse;
use earshot_channels::email::Email;
use earshot_channels::feeds::Feeds;
use earshot_channels::hacker_news::HackerNews;
use earshot_channels::mastodon::Mastodon;
use earshot_channels::wordpress::WordPress;
use earshot_channels::{Channel, Channels};
use earshot_egress::{Client, Policy};
use earshot_engage::Engage;
use earshot_listen::sources::News;
use earshot_model::{AccountId, CommandResult, Instruments, OrgId, OutboxId};

use crate::config::Config;
use crate::secret_key;

/// The one HTTP client, as the operator allows it to be.
pub(crate) fn client(config: &Config) -> anyhow::Result<Client> {
    let policy =
        config.allow_hosts.iter().fold(Policy::default(), |policy, host| policy.allow(host));
    Client::new(policy).context("cannot make the HTTP client")
}

/// Every channel that the server speaks itself.
pub(crate) fn spoken(config: &Config, client: Client, tools: &Instruments) -> Channels {
    let vault = Arc::new(secret_key::seal(config, tools));
    let all: Vec<Arc<dyn Channel>> = vec![
        Arc::new(Mastodon::default()),
        Arc::new(Bluesky::default()),
        Arc::new(Email),
        Arc::new(WebChat),
        Arc::new(Feeds),
        Arc::new(WordPress),
        Arc::new(Discourse),
        Arc::new(HackerNews),
    ];
    Channels::new(all, client, tools.clone(), vault)
}

/// Brings late news of messages to the outbox.
pub(crate) struct Messages(pub(crate) Engage);

#[async_trait]
impl News for Messages {
    async fn told(
        &self,
        org: OrgId,
        account: AccountId,
        message: OutboxId,
        result: CommandResult,
    ) -> Result<(), String> {
        match self.0.result(org, account, message, result).await {
            // A message that we do not have cannot have news.
            Ok(_) | Err(earshot_engage::Error::NotFound(_)) => Ok(()),
            Err(problem) => Err(problem.to_string()),
        }
    }
}
