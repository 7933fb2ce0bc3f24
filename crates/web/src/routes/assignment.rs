//! `POST /cases/{id}/assignment`.

use earshot_model::{AgentId, CaseId};

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::show::told::summary;
use crate::visit::Desk;

/// Gives a case to somebody, or to nobody when `agent` is empty.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let to = form.maybe::<AgentId>("agent")?;
    let given = desk.visit.state.engage.assign(&desk.staff, case, to).await?;
    let next = after(&desk, case, &back, &form, &given);
    Ok(done(&desk.visit, &next, summary(&given)))
}

/// Whoever gave a case out of their sight goes back to the list.
pub(crate) fn after(
    desk: &Desk,
    case: CaseId,
    back: &Back,
    form: &Form,
    now: &earshot_model::Case,
) -> String {
    if desk.staff.eyes.sees(now) { back.to_case(form, case, "") } else { "/cases".to_owned() }
}
