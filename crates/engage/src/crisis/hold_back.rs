//! While a crisis asks for it, a public answer goes only once somebody has read it: asked again at every
//! step on its way out, in the transaction of the step, so that none slips by.

use earshot_cases::Moment;
use earshot_model::{Actor, ApprovalReason, ApprovalState, EventKind, OutboxState};
use earshot_store::crises::{self, Crisis};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, approvals, cases, setup};
use serde_json::json;

use crate::outbound::NEVER;
use crate::reply::{Wanted, may_approve};
use crate::{Engage, Result};

/// Whether a text is the one that was agreed on for this crisis.
pub(crate) fn is_prepared(plan: &Crisis, text: &str) -> bool {
    !plan.holding.is_empty() && plan.holding.trim() == text.trim()
}

/// Holds a message back that is about to move on, with the question about it, if a crisis wants somebody's
/// word first and nobody but its writer has given one. Says whether it is held now.
///
/// # Errors
/// As the database.
pub(crate) async fn held_back(engage: &Engage, tx: &mut Tx, message: &Message) -> Result<bool> {
    if !message.audience.is_open() {
        return Ok(false);
    }
    let plan = crises::at_work(tx).await?.filter(|plan| !plan.word_from.is_empty());
    let Some(plan) = plan.filter(|plan| !is_prepared(plan, &message.text)) else {
        return Ok(false);
    };
    let question = approvals::find(tx, message.id).await?;
    let read = question.as_ref().is_some_and(|question| {
        question.state == ApprovalState::Given && question.decided_by != Some(message.agent_id)
    });
    if read {
        return Ok(false);
    }
    let case = cases::find(tx, message.case_id).await?;
    let departments = setup::departments(tx).await?;
    let writer = setup::visibility(tx, message.agent_id).await?;
    if may_approve(&writer, &case, &plan.word_from, &departments) {
        return Ok(false);
    }
    let now = engage.tools.now();
    let wanted = Wanted { from: plan.word_from, why: ApprovalReason::Crisis };
    if question.is_some() {
        approvals::ask_again(tx, message.id, (&wanted.from, wanted.why), now).await?;
    } else {
        let question = wanted.about(message.id, &case, message.agent_id, now);
        approvals::insert(tx, &question).await?;
    }
    let mut step = message.step(OutboxState::Held);
    step.due_at = NEVER;
    step.lease_until = None;
    outbox::advance(tx, message, &step).await?;
    let moment = Moment::new(now, Actor::System);
    let data = json!({
        "outbox": message.id,
        "audience": message.audience,
        "approval": wanted.from,
        "why": wanted.why,
    });
    tx.emit(moment.event(EventKind::ReplyHeld, &case).post(message.to_post_id).data(data));
    Ok(true)
}
