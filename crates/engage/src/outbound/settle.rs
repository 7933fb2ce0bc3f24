//! A person says whether an unknown message went.

use earshot_model::{
    Actor, ApprovalState, CaseId, CommandResult, EventKind, OutboxId, OutboxState, ResultState,
    Time,
};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, accounts, approvals};
use serde_json::json;

use super::release::tell;
use super::{NEVER, post};
use crate::reply::{Replied, ReplyRefusal, is_by_hand, reach};
use crate::staff::Staff;
use crate::{Engage, Result};

impl Engage {
    /// Settles a message of this case whose outcome is unknown: it went, and becomes a post of the case; or it did
    /// not, and is sent again, or waits again for somebody's word that it never got. Asks the same permission as the answer.
    ///
    /// # Errors
    /// [`ReplyRefusal::TooLate`] when its outcome is known by now.
    pub async fn settle_unknown(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
        went: bool,
    ) -> Result<Replied, ReplyRefusal> {
        let (engage, by) = (self.clone(), by.clone());
        let settled: Result<Replied, ReplyRefusal> = self
            .db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let (message, _) = reach(tx, &by, case, id).await?;
                    if message.state != OutboxState::Unknown {
                        return Err(ReplyRefusal::TooLate { state: message.state });
                    }
                    let (now, actor) = (engage.tools.now(), Actor::Agent(by.id()));
                    if went {
                        let tale = post::Tale { actor, settled: true };
                        post::stands(&engage, tx, &message, &went_out(), tale).await?;
                    } else {
                        let (state, due_at) = back(tx, &message, now).await?;
                        let mut step = message.step(state);
                        step.lease_until = None;
                        step.due_at = due_at;
                        outbox::advance(tx, &message, &step).await?;
                        let more = json!({ "settled": "not-sent" });
                        tell(tx, &message, EventKind::ReplyUnknown, now, actor, more).await?;
                    }
                    Ok(outbox::find(tx, id).await?.into())
                })
            })
            .await;
        self.wake.notify_waiters();
        settled
    }
}

/// Where a message goes back to that did not go: to whoever still has to agree or has to give it at the
/// source, or on its way again.
async fn back(tx: &mut Tx, message: &Message, now: Time) -> Result<(OutboxState, Time)> {
    let question = approvals::find(tx, message.id).await?;
    if question.is_some_and(|question| question.state == ApprovalState::Waiting) {
        return Ok((OutboxState::Held, NEVER));
    }
    let account = accounts::find(tx, message.account_id).await?;
    let by_hand = is_by_hand(&account, message.audience);
    Ok((OutboxState::Queued, if by_hand { NEVER } else { now }))
}

const fn went_out() -> CommandResult {
    CommandResult { state: ResultState::Sent, id: None, url: None, detail: None }
}
