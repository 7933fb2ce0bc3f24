//! `POST /cases/{id}/facts`, and striking one out.

use earshot_model::CaseId;
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Writes down what the organization knows of the customer.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let (kind, value) = (form.text("kind"), form.text("value"));
    let noted = desk.visit.state.engage.note_fact(&desk.staff, case, kind, value).await;
    noted.map_err(|error| Problem::from(error).keep(value))?;
    Ok(done(&desk.visit, &back.to_case(&form, case, "fact"), json!({ "kind": kind })))
}

/// Strikes it out.
pub(crate) async fn strike(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, fact): (CaseId, String) = (at.get("id")?, at.get("fact")?);
    desk.visit.state.engage.strike_fact(&desk.staff, case, &fact).await?;
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), json!({ "fact": fact })))
}
