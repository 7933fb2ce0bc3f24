//! Messages are handed to the connector of their account.

use std::time::Duration;

use earshot_model::{
    AccountId, Actor, Audience, Command, CommandBody, EventKind, OrgId, OutboxId, OutboxState, Time,
};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, accounts, persons, posts, threads};
use serde_json::json;
use tokio::time::Instant;

use super::LEASE;
use super::again::check_again;
use super::release::{fail, tell};
use crate::crisis::held_back;
use crate::reply::capabilities;
use crate::{Engage, Error, Result};

/// The most commands in one answer.
const MOST: usize = 20;
/// How many waiting messages are looked at for it.
const LOOKED_AT: i64 = 50;
/// The longest wait of a long-poll.
const LONGEST: Duration = Duration::from_secs(50);
/// So often a waiting long-poll looks by itself, for what another process has queued.
const LOOK: Duration = Duration::from_secs(1);

impl Engage {
    /// What a connector is to do now. Waits up to `wait` (at most 50 seconds) for something. Each
    /// command is the caller's for [`LEASE`]; its attempt is durable before this returns.
    ///
    /// # Errors
    /// As the database.
    pub async fn commands(
        &self,
        org: OrgId,
        account: AccountId,
        wait: Duration,
    ) -> Result<Vec<Command>> {
        let until = Instant::now() + wait.min(LONGEST);
        loop {
            let woken = self.wake.notified();
            tokio::pin!(woken);
            woken.as_mut().enable();
            let found = self.lease(org, account, MOST).await?;
            let now = Instant::now();
            if !found.is_empty() || now >= until {
                return Ok(found);
            }
            tokio::select! {
                () = woken => {}
                () = tokio::time::sleep_until(until.min(now + LOOK)) => {}
            }
        }
    }

    /// Leases one message for this account, if one waits.
    pub(super) async fn lease_next(
        &self,
        org: OrgId,
        account: AccountId,
    ) -> Result<Option<Command>> {
        Ok(self.lease(org, account, 1).await?.pop())
    }

    /// Leases what waits for this account, without waiting for more.
    async fn lease(&self, org: OrgId, account: AccountId, most: usize) -> Result<Vec<Command>> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let waiting = outbox::for_account(&mut conn, account, now, LOOKED_AT).await?;
        drop(conn);
        let mut commands = Vec::new();
        for message in waiting {
            if commands.len() >= most {
                break;
            }
            let (engage, id) = (self.clone(), message.id);
            let leased = self
                .db
                .write::<_, Error, _>(org, move |tx| {
                    Box::pin(async move { lease_one(&engage, tx, id, now).await })
                })
                .await;
            match leased {
                Ok(command) => commands.extend(command),
                Err(problem) => {
                    tracing::error!(message = %id, %problem, "a message cannot be handed on");
                }
            }
        }
        Ok(commands)
    }
}

/// Takes one message for a connector, if it still waits.
async fn lease_one(
    engage: &Engage,
    tx: &mut Tx,
    id: OutboxId,
    now: Time,
) -> Result<Option<Command>> {
    let message = outbox::hold(tx, id).await?;
    let free = message.lease_until.is_none_or(|until| until <= now) && message.due_at <= now;
    let account = accounts::find(tx, message.account_id).await?;
    if !free || account.disabled_at.is_some() {
        return Ok(None);
    }
    if message.state == OutboxState::Queued && held_back(engage, tx, &message).await? {
        return Ok(None);
    }
    match message.state {
        OutboxState::Queued => send(engage, tx, &message, now).await,
        OutboxState::Unknown if capabilities(&account)?.find_sent => {
            let mut step = message.step(OutboxState::Unknown);
            step.lease_until = Some(now.plus(LEASE));
            outbox::advance(tx, &message, &step).await?;
            Ok(Some(Command { id, body: CommandBody::FindSent { sent: id } }))
        }
        _ => Ok(None),
    }
}

async fn send(
    engage: &Engage,
    tx: &mut Tx,
    message: &Message,
    now: Time,
) -> Result<Option<Command>> {
    let words = match check_again(engage, tx, message).await? {
        Ok(words) => words,
        Err(problem) => {
            fail(engage, tx, message, "guard", problem).await?;
            return Ok(None);
        }
    };
    let to = posts::find(tx, message.to_post_id).await?;
    let thread = threads::find(tx, message.thread_id).await?;
    let author = persons::identity(tx, to.identity_id).await?;
    let mut step = message.step(OutboxState::Sending);
    step.attempts = message.attempts.saturating_add(1);
    step.lease_until = Some(now.plus(LEASE));
    step.problem = None;
    outbox::advance(tx, message, &step).await?;
    let attempt = json!({ "attempts": step.attempts });
    tell(tx, message, EventKind::ReplySending, now, Actor::System, attempt).await?;
    let body = CommandBody::Reply {
        thread: thread.external_id,
        to: to.external_id,
        author: author.external_id,
        audience: within(message.audience, to.audience),
        text: words.text().to_owned(),
    };
    Ok(Some(Command { id: message.id, body }))
}

/// Who may read an answer: in public never more people than what it answers.
pub(super) const fn within(asked: Audience, answered: Audience) -> Audience {
    match (asked, answered) {
        (Audience::Public, Audience::Unlisted | Audience::Followers) => answered,
        _ => asked,
    }
}
