//! Words that the desk itself writes, in private, to one post: they go at once.

use earshot_cases::Moment;
use earshot_guard::{ClosedText, Sendable};
use earshot_model::{Actor, Audience, Case, CaseStatus, EventKind, OutboxId, Post};
use earshot_store::{Tx, accounts, events};
use serde_json::json;

use super::enqueue::{Envelope, enqueue};
use super::{ReplyRefusal, UNDO_WINDOW, permit};
use crate::staff::Staff;
use crate::{Engage, Error};

/// Puts words of the desk into the outbox, in private answer to this post, and lets them go. Who
/// writes an answer at this moment is not in their way.
pub(crate) async fn direct(
    engage: &Engage,
    tx: &mut Tx,
    by: &Staff,
    case: &Case,
    (key, text): (OutboxId, &str),
    to: &Post,
) -> Result<(), ReplyRefusal> {
    permit(by, case, Audience::Private)?;
    if case.status == CaseStatus::Closed {
        return Err(ReplyRefusal::Closed);
    }
    let account = accounts::find(tx, to.account_id).await?;
    super::fit::fit(&account, to, Audience::Private, text)?;
    let Some(words) = ClosedText::new(text, Audience::Private).map(Sendable::Private) else {
        return Err(Error::invalid("audience", "these words are only for one reader").into());
    };
    let (now, salt) = (engage.tools.now(), engage.tools.salt());
    let envelope = Envelope {
        id: key,
        case_id: case.id,
        account_id: to.account_id,
        thread_id: to.thread_id,
        to_post_id: to.id,
        agent_id: by.id(),
        audience: Audience::Private,
        override_reason: None,
        due_at: now.plus(UNDO_WINDOW),
        now,
    };
    let message = enqueue(tx, &words, envelope, salt).await?;
    let moment = Moment::new(now, Actor::Agent(by.id()));
    let held = moment.event(EventKind::ReplyHeld, case).post(to.id);
    let held = held.digest(events::digest(&salt, &message.text));
    tx.emit(held.data(json!({
        "outbox": message.id,
        "audience": message.audience,
        "version": case.version,
        "due_at": now,
    })));
    crate::outbound::let_go(engage, tx, &message).await?;
    Ok(())
}
