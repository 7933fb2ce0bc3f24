//! Tells the desk what became of its messages, as the server does.

use async_trait::async_trait;
use earshot_engage::Engage;
use earshot_listen::sources::News;
use earshot_model::{AccountId, CommandResult, OrgId, OutboxId};

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
        let told = self.0.result(org, account, message, result).await;
        told.map(drop).map_err(|problem| problem.to_string())
    }
}
