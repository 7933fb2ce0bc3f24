//! `POST /cases/{id}/resolution`.

use earshot_model::CaseId;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::show::told::summary;
use crate::visit::Desk;

/// Resolves a case.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let resolved = desk.visit.state.engage.resolve(&desk.staff, case).await?;
    Ok(done(&desk.visit, &back.to_case(&form, case, "resolved"), summary(&resolved)))
}
