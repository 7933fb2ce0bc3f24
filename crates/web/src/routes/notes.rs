//! `POST /cases/{id}/notes`.

use earshot_model::CaseId;
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Writes a note that only the team reads.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let text = form.text("text");
    let note =
        desk.visit.state.engage.note(&desk.staff, case, text, form.text("key").parse().ok()).await;
    let note = note.map_err(|error| Problem::from(error).keep(text))?;
    // Whoever whispers from the wall stays there.
    let wall = form.next().filter(|next| next.as_str() == "/wall");
    let to = wall.unwrap_or_else(|| back.to_case(&form, case, "noted"));
    Ok(done(&desk.visit, &to, json!({ "id": note })))
}
