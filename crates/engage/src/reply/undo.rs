//! An answer is taken back, or goes at once.

use earshot_cases::Moment;
use earshot_model::{
    Actor, ApprovalState, Audience, Case, CaseId, EventKind, OutboxId, OutboxState,
};
use earshot_store::notes::Draft;
use earshot_store::outbox::Message;
use earshot_store::{Tx, approvals, cases, notes, outbox};
use serde_json::json;

use super::{Replied, ReplyRefusal, permit};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// An answer that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// Its id. It cannot be used for another answer.
    pub id: OutboxId,
    /// Who would have read it.
    pub audience: Audience,
    /// What it said.
    pub text: String,
}

impl Engage {
    /// Takes an answer of this case back while the channel does not have it. Its words return to the draft of
    /// whoever wrote it, before anything typed there since. Others may answer again. Taking back
    /// twice is fine. Asks the same permission as the answer.
    ///
    /// # Errors
    /// [`ReplyRefusal::TooLate`] when a channel has it already.
    pub async fn cancel_reply(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
    ) -> Result<Undone, ReplyRefusal> {
        let (engage, by) = (self.clone(), by.clone());
        self.db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let (message, case) = reach(tx, &by, case, id).await?;
                    match message.state {
                        OutboxState::Cancelled => {}
                        OutboxState::Held | OutboxState::Queued => {
                            let (id, state) = (message.id, ApprovalState::Withdrawn);
                            approvals::decide(tx, id, state, by.id(), engage.tools.now()).await?;
                            take_back(&engage, tx, &by, &message, &case).await?;
                        }
                        state => return Err(ReplyRefusal::TooLate { state }),
                    }
                    let Message { id, audience, text, .. } = message;
                    Ok(Undone { id, audience, text })
                })
            })
            .await
    }

    /// Sends an answer of this case without waiting for the rest of the undo window. Twice is fine.
    ///
    /// # Errors
    /// [`ReplyRefusal::TooLate`] when it was taken back or failed, [`ReplyRefusal::NeedsApproval`] while
    /// it waits for somebody else's word. The guard looks again; what it
    /// refuses now is given with the state `failed`.
    pub async fn send_now(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
    ) -> Result<Replied, ReplyRefusal> {
        let (engage, by) = (self.clone(), by.clone());
        let sent: Result<Replied, ReplyRefusal> = self
            .db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let (message, _) = reach(tx, &by, case, id).await?;
                    match message.state {
                        OutboxState::Held => {
                            let question = approvals::find(tx, id).await?;
                            if question.is_some_and(|q| q.state == ApprovalState::Waiting) {
                                return Err(ReplyRefusal::NeedsApproval);
                            }
                            crate::outbound::let_go(&engage, tx, &message).await?;
                            Ok(outbox::find(tx, id).await?.into())
                        }
                        OutboxState::Cancelled | OutboxState::Failed | OutboxState::Rejected => {
                            Err(ReplyRefusal::TooLate { state: message.state })
                        }
                        _ => Ok(message.into()),
                    }
                })
            })
            .await;
        self.wake.notify_waiters();
        sent
    }
}

/// A message of this case, and the case, as far as this agent may touch them.
pub(crate) async fn reach(
    tx: &mut Tx,
    by: &Staff,
    case: CaseId,
    id: OutboxId,
) -> Result<(Message, Case)> {
    let message = outbox::hold(tx, id).await?;
    if message.case_id != case {
        return Err(Error::NotFound("message"));
    }
    let case = cases::find(tx, case).await?;
    permit(by, &case, message.audience).map_err(|error| match error {
        Error::NotFound(_) => Error::NotFound("message"),
        other => other,
    })?;
    Ok((message, case))
}

/// Takes an answer out of the outbox; its words return to the draft of whoever wrote it.
pub(super) async fn take_back(
    engage: &Engage,
    tx: &mut Tx,
    by: &Staff,
    message: &Message,
    case: &Case,
) -> Result<()> {
    let now = engage.tools.now();
    let mut step = message.step(OutboxState::Cancelled);
    step.finished_at = Some(now);
    outbox::advance(tx, message, &step).await?;
    let drafts = notes::drafts(tx, case.id, message.agent_id).await?;
    let typed = drafts.into_iter().find(|draft| draft.audience == message.audience);
    let text = match typed {
        Some(draft) if !draft.text.trim().is_empty() => {
            format!("{}\n\n{}", message.text, draft.text)
        }
        _ => message.text.clone(),
    };
    let draft = Draft { audience: message.audience, text, updated_at: now };
    notes::keep_draft(tx, case.id, message.agent_id, &draft).await?;
    tx.emit(
        Moment::new(now, Actor::Agent(by.id()))
            .event(EventKind::ReplyCancelled, case)
            .post(message.to_post_id)
            .data(json!({ "outbox": message.id, "audience": message.audience })),
    );
    Ok(())
}
