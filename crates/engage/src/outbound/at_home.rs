//! Answers in rooms stand here: to send them is to write them down.

use earshot_model::{AccountId, CommandResult, OrgId, ResultState};
use earshot_store::accounts;

use crate::{Engage, Result};

impl Engage {
    /// Whether what is said through this account stands here.
    pub(super) async fn is_room(&self, org: OrgId, account: AccountId) -> Result<bool> {
        Ok(accounts::is_home(&mut self.db.read(org).await?, account).await?)
    }

    /// Puts everything that waits for this account into its rooms, one after another. The transaction
    /// that makes the post is the delivery: it happens once or not at all, and its id is the
    /// message's own, so that a second try finds the first.
    ///
    /// # Errors
    /// As the database. A message that was not put there stays leased, and is looked up later.
    pub async fn hand_over(&self, org: OrgId, account: AccountId) -> Result<()> {
        while let Some(command) = self.lease_next(org, account).await? {
            let id = Some(command.id.to_string());
            let result = CommandResult { state: ResultState::Sent, id, url: None, detail: None };
            self.result(org, account, command.id, result).await?;
        }
        Ok(())
    }
}
