//! `POST /cases/{id}/replies`, taking one back, sending one at once, and saying whether one went, or that
//! one was given at the source.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::reply::{Replied, ReplyRequest};
use earshot_model::{Audience, CaseId, OutboxId};
use serde_json::json;

use super::refused::refused;
use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Puts an answer into the outbox, or says why it does not go. What was typed is never lost.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let request = request(case, &form).map_err(|problem| problem.keep(form.text("text")))?;
    match desk.visit.state.engage.reply(&desk.staff, request).await {
        Ok(replied) if desk.visit.json => {
            Ok((StatusCode::CREATED, Json(told(&replied))).into_response())
        }
        Ok(_) => Ok(done(&desk.visit, &back.to_case(&form, case, ""), ())),
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

fn request(case: CaseId, form: &Form) -> Result<ReplyRequest, Problem> {
    let reason = Some(form.text("override_reason")).filter(|reason| !reason.trim().is_empty());
    Ok(ReplyRequest {
        case,
        key: form.read::<OutboxId>("key")?,
        audience: form.read::<Audience>("audience")?,
        text: form.text("text").to_owned(),
        place: form.maybe("stands")?,
        unproved: form.text("unproved") == "known",
        seen: form.read::<i64>("seen")?,
        override_reason: reason.map(ToOwned::to_owned),
    })
}

fn told(replied: &Replied) -> serde_json::Value {
    json!({
        "id": replied.id,
        "state": replied.state,
        "audience": replied.audience,
        "due_at": replied.due_at.map(|at| at.to_string()),
    })
}

/// Takes an answer back while the channel does not have it; its words return to the draft.
pub(crate) async fn cancel(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, OutboxId) = (at.get("id")?, at.get("outbox")?);
    match desk.visit.state.engage.cancel_reply(&desk.staff, case, id).await {
        Ok(undone) => {
            let body = json!({ "id": undone.id, "audience": undone.audience, "text": undone.text });
            Ok(done(&desk.visit, &back.to_case(&form, case, ""), body))
        }
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

/// Sends an answer without waiting for the rest of its undo window.
pub(crate) async fn dispatch(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, OutboxId) = (at.get("id")?, at.get("outbox")?);
    match desk.visit.state.engage.send_now(&desk.staff, case, id).await {
        Ok(sent) => Ok(done(&desk.visit, &back.to_case(&form, case, ""), told(&sent))),
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

/// Somebody has looked at the channel: the answer stands there, or it goes out once more.
pub(crate) async fn settle(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, OutboxId) = (at.get("id")?, at.get("outbox")?);
    let went = form.read::<bool>("went")?;
    match desk.visit.state.engage.settle_unknown(&desk.staff, case, id, went).await {
        Ok(settled) => Ok(done(&desk.visit, &back.to_case(&form, case, ""), told(&settled))),
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

/// Somebody has given the answer at the source, where the channel takes none from here.
pub(crate) async fn posted(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, OutboxId) = (at.get("id")?, at.get("outbox")?);
    match desk.visit.state.engage.given_by_hand(&desk.staff, case, id, form.text("url")).await {
        Ok(given) => Ok(done(&desk.visit, &back.to_case(&form, case, ""), told(&given))),
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}
