//! Answers go out through a channel that the server speaks itself.

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::{Access, Channel, Fault, Outgoing, Receipt};
use earshot_model::{
    AccountId, Actor, Command, CommandBody, CommandResult, EventKind, NewEvent, OrgId, ResultState,
};
use earshot_store::{accounts, channel_logins, outbox, persons, posts, threads};
use serde_json::json;

use crate::{Engage, Result};

/// How long one call may take: less than the lease, so that its outcome is told by who made it.
const CALL: Duration = Duration::from_secs(45);

/// An account through which answers can go.
struct Speaker {
    channel: Arc<dyn Channel>,
    access: Access,
}

impl Engage {
    /// Whether the server itself speaks for this account, and can at this moment.
    pub(super) async fn speaks_for(&self, org: OrgId, account: AccountId) -> Result<bool> {
        if self.channels.is_none() {
            return Ok(false);
        }
        let login = channel_logins::find(&mut self.db.read(org).await?, account).await?;
        Ok(login.is_some_and(|login| login.lost_at.is_none()))
    }

    /// Gives everything that waits for this account, one after another, and takes in what became of
    /// it. Ends when the channel asks to wait.
    ///
    /// # Errors
    /// As the database. A message whose outcome cannot be stored stays leased, and is looked up later.
    pub async fn speak(&self, org: OrgId, account: AccountId) -> Result<()> {
        let speaker = match self.speaker(org, account).await? {
            None => return Ok(()),
            Some(Ok(speaker)) => speaker,
            Some(Err(fault)) => return self.lose_login(org, account, &fault).await,
        };
        // What cannot go now is not tried: a try that is refused would count.
        while speaker.access.ready().is_ok() {
            let Some(command) = self.lease_next(org, account).await? else { return Ok(()) };
            let answer = self.outgoing(org, &command).await?;
            let (result, fault) = speaker.carry(&command, &answer).await;
            self.result(org, account, command.id, result).await?;
            if let Some(fault @ Fault::Login(_)) = fault {
                return self.lose_login(org, account, &fault).await;
            }
        }
        Ok(())
    }

    async fn speaker(
        &self,
        org: OrgId,
        account: AccountId,
    ) -> Result<Option<Result<Speaker, Fault>>> {
        let Some(channels) = &self.channels else { return Ok(None) };
        let mut conn = self.db.read(org).await?;
        let row = accounts::find(&mut conn, account).await?;
        let login = channel_logins::find(&mut conn, account).await?;
        let Some(login) = login.filter(|login| login.lost_at.is_none()) else { return Ok(None) };
        let Some(channel) = channels.find(&row.channel).cloned() else { return Ok(None) };
        let access = channels.access(&row, &login.settings, &login.sealed);
        Ok(Some(access.map(|access| Speaker { channel, access })))
    }

    /// The answer of a command, with everything that a channel may need for it.
    async fn outgoing(&self, org: OrgId, command: &Command) -> Result<Outgoing> {
        let mut conn = self.db.read(org).await?;
        let message = outbox::find(&mut conn, command.id).await?;
        let to = posts::find(&mut conn, message.to_post_id).await?;
        let thread = threads::find(&mut conn, message.thread_id).await?;
        let author = persons::identity(&mut conn, to.identity_id).await?;
        let (audience, text) = match &command.body {
            // These are the words that the guard has just passed.
            CommandBody::Reply { audience, text, .. } => (*audience, text.clone()),
            CommandBody::FindSent { .. } => (message.audience, message.text),
        };
        Ok(Outgoing {
            id: message.id,
            thread: thread.external_id,
            to: to.external_id,
            author: author.external_id,
            handle: author.handle,
            audience,
            text,
            written_at: message.created_at,
        })
    }

    async fn lose_login(&self, org: OrgId, account: AccountId, fault: &Fault) -> Result<()> {
        let (now, why) = (self.tools.now(), fault.to_string());
        self.db
            .write::<_, crate::Error, _>(org, move |tx| {
                Box::pin(async move {
                    if channel_logins::lose(tx, account, &why, now).await? {
                        tracing::warn!(%account, why, "an account lost its login");
                        let data = json!({ "what": "login-lost", "account": account });
                        let actor = Actor::Account(account);
                        tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    }
                    Ok(())
                })
            })
            .await
    }
}

impl Speaker {
    /// Gives an answer, or looks whether it stands there; gives what became of it.
    async fn carry(&self, command: &Command, answer: &Outgoing) -> (CommandResult, Option<Fault>) {
        match &command.body {
            CommandBody::Reply { .. } => {
                let sent = tokio::time::timeout(CALL, self.channel.send(&self.access, answer));
                match sent.await.unwrap_or_else(|_| Err(late())) {
                    Ok(receipt) => (stands(receipt), None),
                    Err(fault) => (fault.result(), Some(fault)),
                }
            }
            CommandBody::FindSent { .. } => {
                let look = tokio::time::timeout(CALL, self.channel.find_sent(&self.access, answer));
                match look.await.unwrap_or_else(|_| Err(late())) {
                    Ok(Some(receipt)) => (stands(receipt), None),
                    Ok(None) => (ended(ResultState::Retry, "the channel does not have it"), None),
                    // Whatever kept us from looking, it is as uncertain as before.
                    Err(fault) => (ended(ResultState::Unknown, &fault.to_string()), Some(fault)),
                }
            }
        }
    }
}

fn late() -> Fault {
    Fault::Unknown("the channel did not answer in time".to_owned())
}

fn stands(receipt: Receipt) -> CommandResult {
    let Receipt { id, url } = receipt;
    CommandResult { state: ResultState::Sent, id: Some(id), url, detail: None }
}

fn ended(state: ResultState, detail: &str) -> CommandResult {
    CommandResult { state, id: None, url: None, detail: Some(detail.to_owned()) }
}
