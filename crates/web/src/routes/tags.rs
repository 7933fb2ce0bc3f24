//! `POST /cases/{id}/tags`, and taking one off.

use earshot_model::CaseId;
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Gives a case a tag.
pub(crate) async fn give(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, text): (CaseId, &str) = (at.get("id")?, form.text("tag"));
    let given = desk.visit.state.engage.tag_case(&desk.staff, case, text).await;
    let tag = given.map_err(|error| Problem::from(error).keep(text))?;
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), json!({ "tag": tag })))
}

/// Takes one off.
pub(crate) async fn take(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, tag): (CaseId, &str) = (at.get("id")?, form.text("tag"));
    desk.visit.state.engage.untag_case(&desk.staff, case, tag).await?;
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), json!({ "tag": tag })))
}
