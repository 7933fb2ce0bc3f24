//! `PUT` and `POST /cases/{id}/draft`: what is typed and not sent.

use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;
use earshot_model::{Audience, CaseId};
use serde_json::json;

use crate::answer::done;
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::visit::Desk;

/// Keeps a draft; an empty one is given up. A form goes on with that draft on top.
pub(crate) async fn keep(desk: Desk, method: Method, at: At, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let audience = form.read::<Audience>("audience")?;
    let (engage, text) = (&desk.visit.state.engage, form.text("text"));
    // A key that cannot be read is no key: the words count.
    let key = form.text("key").parse().ok();
    engage.keep_draft(&desk.staff, case, audience, text, key).await?;
    if method == Method::PUT {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let mode = if audience == Audience::Internal { "note" } else { audience.word() };
    Ok(done(&desk.visit, &format!("/cases/{case}?mode={mode}"), json!({ "audience": audience })))
}
