//! A connector never said what became of a command.

use earshot_model::{Actor, CommandResult, EventKind, OrgId, OutboxState, ResultState, Time};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, accounts, replies};
use serde_json::json;

use super::release::{ROUND, tell};
use super::{NEVER, post};
use crate::reply::capabilities;
use crate::{Engage, Error, Result};

impl Engage {
    /// Marks every message whose lease ran out without a result as unknown, or as sent where its post
    /// came back by listening. Gives how many.
    ///
    /// # Errors
    /// As the database.
    pub async fn expire(&self, org: OrgId, now: Time) -> Result<usize> {
        let mut conn = self.db.read(org).await?;
        let due = replies::due_in(&mut conn, OutboxState::Sending, now, ROUND).await?;
        drop(conn);
        let mut moved = 0;
        for waiting in due {
            let engage = self.clone();
            let done = self
                .db
                .write::<_, Error, _>(org, move |tx| {
                    Box::pin(async move {
                        let message = outbox::hold(tx, waiting.id).await?;
                        let over = message.state == OutboxState::Sending
                            && message.lease_until.is_none_or(|until| until <= now);
                        if over {
                            give_up(&engage, tx, &message, now).await?;
                        }
                        Ok(over)
                    })
                })
                .await;
            match done {
                Ok(over) => moved += usize::from(over),
                Err(problem) => {
                    tracing::error!(message = %waiting.id, %problem, "a lease cannot be ended");
                }
            }
        }
        if moved > 0 {
            self.wake.notify_waiters();
        }
        Ok(moved)
    }
}

async fn give_up(engage: &Engage, tx: &mut Tx, message: &Message, now: Time) -> Result<()> {
    if let Some(post) = post::came_back(tx, message).await? {
        let result = CommandResult {
            state: ResultState::Sent,
            id: Some(post.external_id),
            url: None,
            detail: None,
        };
        let tale = post::Tale { actor: Actor::System, settled: false };
        return post::stands(engage, tx, message, &result, tale).await;
    }
    let problem = "the channel's program gave no answer".to_owned();
    doubt(tx, message, now, Actor::System, problem).await
}

/// Nobody knows whether a message went. Its connector is asked next if it can look; else it waits
/// for a person.
pub(super) async fn doubt(
    tx: &mut Tx,
    message: &Message,
    now: Time,
    actor: Actor,
    problem: String,
) -> Result<()> {
    let account = accounts::find(tx, message.account_id).await?;
    let mut step = message.step(OutboxState::Unknown);
    step.lease_until = None;
    step.due_at = if capabilities(&account)?.find_sent { now } else { NEVER };
    step.problem = Some(problem);
    outbox::advance(tx, message, &step).await?;
    tell(tx, message, EventKind::ReplyUnknown, now, actor, json!({})).await
}
