//! The loop that keeps the outbox moving.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use earshot_model::{AccountId, OrgId};
use earshot_store::replies;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Postman;
use crate::{Engage, Result};

/// So often the loop looks by itself.
const TICK: Duration = Duration::from_millis(250);
/// So long a stop waits for requests that are under way; what is left is looked up after the start.
const LAST_WAIT: Duration = Duration::from_secs(10);

/// The accounts to which a delivery is under way: one slow webhook keeps nobody else waiting, and
/// is not called twice at once.
type UnderWay = Arc<Mutex<HashSet<AccountId>>>;

/// An account that is being served, until this is dropped: also when serving it panics.
struct Serving {
    account: AccountId,
    under_way: UnderWay,
}

impl Serving {
    /// None when it is being served already.
    fn begin(account: AccountId, under_way: &UnderWay) -> Option<Self> {
        let free = under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(account);
        free.then(|| Self { account, under_way: Arc::clone(under_way) })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.account);
    }
}

impl Engage {
    /// Serves the outboxes of all organizations until `shutdown` becomes true: releases what was
    /// held, ends leases, posts to webhooks.
    pub async fn run_outbound(
        self,
        postman: Arc<dyn Postman>,
        mut shutdown: watch::Receiver<bool>,
    ) {
        let under_way = UnderWay::default();
        let mut tasks = JoinSet::new();
        while !*shutdown.borrow() {
            if let Err(problem) = self.round(&postman, &under_way, &mut tasks).await {
                tracing::error!(%problem, "the outbox could not be served; trying again");
            }
            while let Some(ended) = tasks.try_join_next() {
                if let Err(problem) = ended {
                    tracing::error!(%problem, "serving an account broke off; its leases run out");
                }
            }
            tokio::select! {
                changed = shutdown.changed() => if changed.is_err() { break },
                () = self.wake.notified() => {}
                () = tokio::time::sleep(TICK) => {}
            }
        }
        let rest = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WAIT, rest).await.is_err() {
            tracing::warn!("webhooks did not answer before the stop; they are looked up later");
        }
    }

    /// One look at every organization with something due.
    async fn round(
        &self,
        postman: &Arc<dyn Postman>,
        under_way: &UnderWay,
        tasks: &mut JoinSet<()>,
    ) -> Result<()> {
        let now = self.tools.now();
        for org in self.db.orgs_with_outbox(now).await? {
            self.release(org, now).await?;
            self.expire(org, now).await?;
            let mut conn = self.db.read(org).await?;
            let busy = replies::busy_accounts(&mut conn, now).await?;
            drop(conn);
            for account in busy {
                self.post_to(org, account.account_id, postman, under_way, tasks).await?;
            }
        }
        Ok(())
    }

    async fn post_to(
        &self,
        org: OrgId,
        account: AccountId,
        postman: &Arc<dyn Postman>,
        under_way: &UnderWay,
        tasks: &mut JoinSet<()>,
    ) -> Result<()> {
        let webhook = self.webhook(org, account).await?;
        let here = self.is_room(org, account).await?;
        if webhook.is_none() && !here && !self.speaks_for(org, account).await? {
            return Ok(()); // its program asks for commands
        }
        let Some(serving) = Serving::begin(account, under_way) else { return Ok(()) };
        let (engage, postman) = (self.clone(), Arc::clone(postman));
        tasks.spawn(async move {
            let _until_the_end = serving;
            let done = match webhook {
                Some(webhook) => engage.deliver(org, &webhook, postman.as_ref()).await,
                None if here => engage.hand_over(org, account).await,
                None => engage.speak(org, account).await,
            };
            if let Err(problem) = done {
                tracing::error!(%account, %problem, "an account could not be served");
            }
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::AccountId;

    use super::{Serving, UnderWay};

    #[tokio::test]
    async fn an_account_is_served_once_at_a_time_and_again_after_a_panic() {
        let account = AccountId(uuid::Uuid::nil());
        let under_way = UnderWay::default();
        let first = Serving::begin(account, &under_way).unwrap();
        assert!(Serving::begin(account, &under_way).is_none());
        let broken = tokio::spawn(async move {
            let _until_the_end = first;
            panic!("a webhook that nobody expected");
        });
        assert!(broken.await.is_err());
        assert!(Serving::begin(account, &under_way).is_some());
    }
}
