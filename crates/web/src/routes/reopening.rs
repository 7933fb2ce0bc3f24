//! `POST /cases/{id}/reopening`.

use earshot_model::CaseId;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::show::told::summary;
use crate::visit::Desk;

/// Opens a case again.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let open = desk.visit.state.engage.reopen(&desk.staff, case).await?;
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), summary(&open)))
}
