//! `POST /cases/{id}/presence`: who looks and who types.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::acts::Doing;
use earshot_model::CaseId;

use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// A heartbeat: `viewing`, `typing` or `leave`.
pub(crate) async fn beat(desk: Desk, at: At, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let engage = &desk.visit.state.engage;
    match form.text("state") {
        "viewing" => engage.beat(&desk.staff, case, Doing::Viewing).await?,
        "typing" => engage.beat(&desk.staff, case, Doing::Typing).await?,
        "leave" => engage.leave(&desk.staff, case),
        _ => return Err(Problem::invalid("state", "send viewing, typing or leave")),
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
