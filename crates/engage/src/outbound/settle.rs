//! A person says whether an unknown message went.

use earshot_model::{
    Actor, ApprovalState, CaseId, CommandResult, EventKind, OutboxId, OutboxState, ResultState,
};
use earshot_store::{approvals, outbox};
use serde_json::json;

use super::release::tell;
use super::{NEVER, post};
use crate::reply::{Replied, ReplyRefusal, reach};
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
                        let question = approvals::find(tx, id).await?;
                        let waits = question.is_some_and(|q| q.state == ApprovalState::Waiting);
                        let (state, due_at) = if waits {
                            (OutboxState::Held, NEVER)
                        } else {
                            (OutboxState::Queued, now)
                        };
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

const fn went_out() -> CommandResult {
    CommandResult { state: ResultState::Sent, id: None, url: None, detail: None }
}
