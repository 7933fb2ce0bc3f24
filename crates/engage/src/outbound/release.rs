//! What was held long enough may go.

use earshot_cases::Moment;
use earshot_model::{Actor, EventKind, NewEvent, OrgId, OutboxState, Time};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, accounts, cases, replies};
use serde_json::json;

use super::NEVER;
use super::again::check_again;
use crate::crisis::held_back;
use crate::reply::is_by_hand;
use crate::{Engage, Error, Result};

/// How many messages one round takes on.
pub(super) const ROUND: i64 = 100;

impl Engage {
    /// Lets go every message whose undo window is over. The guard looks again; what it refuses now
    /// has failed. Gives how many messages moved.
    ///
    /// # Errors
    /// As the database. A single message that cannot be moved is logged and tried again.
    pub async fn release(&self, org: OrgId, now: Time) -> Result<usize> {
        let mut conn = self.db.read(org).await?;
        let due = replies::due_in(&mut conn, OutboxState::Held, now, ROUND).await?;
        drop(conn);
        let mut moved = 0;
        for waiting in due {
            let engage = self.clone();
            let done = self
                .db
                .write::<_, Error, _>(org, move |tx| {
                    Box::pin(async move {
                        let message = outbox::hold(tx, waiting.id).await?;
                        let still = message.state == OutboxState::Held && message.due_at <= now;
                        if still {
                            let_go(&engage, tx, &message).await?;
                        }
                        Ok(still)
                    })
                })
                .await;
            match done {
                Ok(still) => moved += usize::from(still),
                Err(problem) => {
                    tracing::error!(message = %waiting.id, %problem, "a held answer cannot be released");
                }
            }
        }
        if moved > 0 {
            self.wake.notify_waiters();
        }
        Ok(moved)
    }
}

/// A held message goes into the queue, or fails at the guard. One that a person gives at the source
/// waits there for them, and is handed to no channel. One that somebody has to read first after all stays
/// held.
pub(crate) async fn let_go(engage: &Engage, tx: &mut Tx, message: &Message) -> Result<()> {
    if held_back(engage, tx, message).await? {
        return Ok(());
    }
    let now = engage.tools.now();
    let account = accounts::find(tx, message.account_id).await?;
    let by_hand = is_by_hand(&account, message.audience);
    let mut step = message.step(OutboxState::Queued);
    step.due_at = if by_hand { NEVER } else { message.due_at.min(now) };
    outbox::advance(tx, message, &step).await?;
    if let Err(problem) = check_again(engage, tx, message).await? {
        let queued = Message { state: OutboxState::Queued, ..message.clone() };
        fail(engage, tx, &queued, "guard", problem).await?;
    }
    Ok(())
}

/// A message fails for good. `why` is a code for the log, `problem` is for people.
pub(super) async fn fail(
    engage: &Engage,
    tx: &mut Tx,
    message: &Message,
    why: &'static str,
    problem: String,
) -> Result<()> {
    let now = engage.tools.now();
    let mut step = message.step(OutboxState::Failed);
    step.problem = Some(problem);
    step.lease_until = None;
    step.finished_at = Some(now);
    outbox::advance(tx, message, &step).await?;
    tell(tx, message, EventKind::ReplyFailed, now, Actor::System, json!({ "why": why })).await
}

/// Logs what became of a message, with what every such event carries.
pub(super) async fn tell(
    tx: &mut Tx,
    message: &Message,
    kind: EventKind,
    now: Time,
    actor: Actor,
    more: serde_json::Value,
) -> Result<()> {
    let event = event_of(tx, message, kind, now, actor, more).await?;
    tx.emit(event);
    Ok(())
}

/// The event of what became of a message.
pub(super) async fn event_of(
    tx: &mut Tx,
    message: &Message,
    kind: EventKind,
    now: Time,
    actor: Actor,
    more: serde_json::Value,
) -> Result<NewEvent> {
    let case = cases::find(tx, message.case_id).await?;
    let mut data = json!({
        "outbox": message.id,
        "audience": message.audience,
        "attempts": message.attempts,
    });
    if let (Some(data), serde_json::Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    Ok(Moment::new(now, actor).event(kind, &case).post(message.to_post_id).data(data))
}
