//! A connector says what became of a command.

use earshot_model::{
    AccountId, Actor, CommandResult, Event, EventKind, OrgId, OutboxId, OutboxState, ResultState,
    Time,
};
use earshot_store::outbox::{self, Message, Step};
use earshot_store::{Tx, events};
use serde_json::json;

use super::expire::doubt;
use super::release::tell;
use super::{LEASE, NEVER, WAITS, post};
use crate::{Engage, Error, Result};

/// What a result did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was news; the message stands here now.
    Taken(OutboxState),
    /// It was known, or comes too late to matter; the message stands here.
    Known(OutboxState),
    /// The message ended otherwise before: answer 409.
    Otherwise(OutboxState),
}

impl Engage {
    /// Takes in what became of a command, from a result, a webhook's answer or a `status` event.
    /// The same result again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when this account has no such message.
    pub async fn result(
        &self,
        org: OrgId,
        account: AccountId,
        id: OutboxId,
        result: CommandResult,
    ) -> Result<Told> {
        let engage = self.clone();
        let told = self
            .db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let message = outbox::hold(tx, id).await?;
                    if message.account_id != account {
                        return Err(Error::NotFound("message"));
                    }
                    take_in(&engage, tx, &message, &result).await
                })
            })
            .await?;
        self.wake.notify_waiters();
        Ok(told)
    }
}

async fn take_in(
    engage: &Engage,
    tx: &mut Tx,
    message: &Message,
    result: &CommandResult,
) -> Result<Told> {
    use OutboxState as O;
    use ResultState as R;
    let now = engage.tools.now();
    let actor = Actor::Account(message.account_id);
    match (message.state, result.state) {
        (O::Sending | O::Unknown | O::Queued | O::PendingReview, R::Sent) => {
            let tale = post::Tale { actor, settled: false };
            post::stands(engage, tx, message, result, tale).await?;
        }
        (O::Sending | O::Unknown | O::Queued, R::PendingReview) => {
            let mut step = ended(message, O::PendingReview, result, None);
            step.due_at = NEVER;
            walk(tx, message, step).await?;
            let more = json!({ "state": O::PendingReview });
            tell(tx, message, EventKind::ReplySending, now, actor, more).await?;
        }
        (O::Sending | O::Unknown | O::Queued | O::PendingReview | O::Sent, R::Rejected)
        | (O::PendingReview, R::Failed) => {
            walk(tx, message, ended(message, O::Rejected, result, Some(now))).await?;
            let more = json!({ "why": "rejected" });
            tell(tx, message, EventKind::ReplyFailed, now, actor, more).await?;
        }
        (O::Sending | O::Unknown | O::Queued, R::Failed) => {
            walk(tx, message, ended(message, O::Failed, result, Some(now))).await?;
            let more = json!({ "why": "channel" });
            tell(tx, message, EventKind::ReplyFailed, now, actor, more).await?;
        }
        (O::Sending, R::Retry) => again(tx, message, result, now).await?,
        (O::Unknown, R::Retry) => return not_there(tx, message, result, now).await,
        (O::Sending, R::Unknown) => {
            let problem = result.detail.clone();
            let problem = problem.unwrap_or_else(|| "the channel does not know".to_owned());
            doubt(tx, message, now, actor, problem).await?;
        }
        (O::Unknown, R::Unknown) => return look_later(tx, message, now.plus(LEASE)).await,
        (state, told) => return Ok(known(state, told)),
    }
    Ok(Told::Taken(outbox::find(tx, message.id).await?.state))
}

/// What nothing is done about: a repetition, or a contradiction.
const fn known(state: OutboxState, told: ResultState) -> Told {
    use OutboxState as O;
    use ResultState as R;
    match (state, told) {
        (O::Sent, R::Sent | R::PendingReview)
        | (O::Rejected, R::Rejected | R::PendingReview | R::Failed)
        | (O::Failed, R::Failed | R::Retry | R::Unknown)
        | (O::PendingReview, _)
        | (O::Queued, R::Retry | R::Unknown) => Told::Known(state),
        _ => Told::Otherwise(state),
    }
}

/// The step to where a result leads. `finished_at` for a state that is the end.
pub(super) fn ended(
    message: &Message,
    state: OutboxState,
    result: &CommandResult,
    finished_at: Option<Time>,
) -> Step {
    let mut step = message.step(state);
    step.lease_until = None;
    step.finished_at = finished_at;
    step.problem = result.detail.clone().filter(|_| state != OutboxState::Sent);
    if result.id.is_some() {
        step.external_id.clone_from(&result.id);
    }
    step
}

/// Goes to the step's state, by the states that lie between: a late word about a message that was
/// queued again comes out of the attempt that was made before.
pub(super) async fn walk(tx: &mut Tx, message: &Message, step: Step) -> Result<()> {
    let mut at = message.clone();
    for between in [OutboxState::Queued, OutboxState::Sending] {
        let direct = at.state == step.state || at.state.may_become(step.state);
        if direct || !at.state.may_become(between) {
            continue;
        }
        outbox::advance(tx, &at, &at.step(between)).await?;
        at.state = between;
    }
    Ok(outbox::advance(tx, &at, &step).await?)
}

/// It surely did not go: another try after a wait, or none after the last.
async fn again(tx: &mut Tx, message: &Message, result: &CommandResult, now: Time) -> Result<()> {
    let tried = usize::try_from(message.attempts.saturating_sub(1)).unwrap_or(0);
    if let Some(wait) = WAITS.get(tried) {
        let mut step = ended(message, OutboxState::Queued, result, None);
        step.due_at = now.plus(*wait);
        return walk(tx, message, step).await;
    }
    walk(tx, message, ended(message, OutboxState::Failed, result, Some(now))).await?;
    let actor = Actor::Account(message.account_id);
    tell(tx, message, EventKind::ReplyFailed, now, actor, json!({ "why": "tries" })).await
}

/// The connector looked and did not find the message. After a restore that proves nothing. While the
/// attempt may still be under way it is not certain: it looks again when the attempt's lease is over.
async fn not_there(
    tx: &mut Tx,
    message: &Message,
    result: &CommandResult,
    now: Time,
) -> Result<Told> {
    let last = last_word(tx, message).await?;
    if last.as_ref().is_some_and(is_restored) {
        return ask_a_person(tx, message).await;
    }
    let certain = last.map_or(message.created_at, |event| event.at).plus(LEASE);
    if now < certain {
        return look_later(tx, message, certain).await;
    }
    again(tx, message, result, now).await?;
    Ok(Told::Taken(outbox::find(tx, message.id).await?.state))
}

async fn look_later(tx: &mut Tx, message: &Message, at: Time) -> Result<Told> {
    let mut step = message.step(OutboxState::Unknown);
    step.lease_until = None;
    step.due_at = if message.due_at == NEVER { NEVER } else { at };
    outbox::advance(tx, message, &step).await?;
    Ok(Told::Known(OutboxState::Unknown))
}

/// A database that came out of a backup does not know what happened since: the answer may have gone and
/// been removed again. Whoever looks at the channel decides.
async fn ask_a_person(tx: &mut Tx, message: &Message) -> Result<Told> {
    let mut step = message.step(OutboxState::Unknown);
    step.lease_until = None;
    step.due_at = NEVER;
    outbox::advance(tx, message, &step).await?;
    Ok(Told::Known(OutboxState::Unknown))
}

/// The last attempt, or the restore that came after it, as the log says.
async fn last_word(tx: &mut Tx, message: &Message) -> Result<Option<Event>> {
    let mut log = events::of_case(tx, message.case_id).await?;
    log.retain(|event| {
        let ours = about(event, "outbox").as_deref() == Some(message.id.to_string().as_str());
        ours && (event.kind == EventKind::ReplySending || is_restored(event))
    });
    Ok(log.pop())
}

/// Whether this is a restore's word that nobody knows what became of an answer.
fn is_restored(event: &Event) -> bool {
    event.kind == EventKind::ReplyUnknown && about(event, "why").as_deref() == Some("restored")
}

fn about(event: &Event, key: &str) -> Option<String> {
    let data = serde_json::from_str::<serde_json::Value>(&event.data).ok()?;
    data.get(key)?.as_str().map(str::to_owned)
}
