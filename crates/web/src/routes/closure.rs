//! `POST /cases/{id}/closure` and `/loop`: a case is over for good, or may end without a public word.

use earshot_model::CaseId;
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::visit::Desk;

/// Closes a case, if nothing has to be done before.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let id: CaseId = at.get("id")?;
    let case = desk.visit.state.engage.close_case(&desk.staff, id).await?;
    let to = back.to_case(&form, id, "closed");
    Ok(done(&desk.visit, &to, json!({ "closed_at": case.closed_at })))
}

/// Lets a case end without a public word, with a reason.
pub(crate) async fn waive(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let id: CaseId = at.get("id")?;
    let why = form.text("reason").parse().ok();
    desk.visit.state.engage.waive_loop(&desk.staff, id, why).await?;
    Ok(done(&desk.visit, &back.to_case(&form, id, "waived"), json!({ "waived": true })))
}
