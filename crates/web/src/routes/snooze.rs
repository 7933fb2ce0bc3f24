//! `POST /cases/{id}/snooze`.

use earshot_engage::acts::Until;
use earshot_model::CaseId;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::show::told::summary;
use crate::visit::Desk;

/// Puts a case to sleep for so many hours; 0 wakes it.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let hours = form.read::<i64>("hours")?;
    let engage = &desk.visit.state.engage;
    let slept = match hours {
        0 => engage.wake(&desk.staff, case).await?,
        hours => engage.snooze(&desk.staff, case, Until::Hours(hours)).await?,
    };
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), summary(&slept)))
}
