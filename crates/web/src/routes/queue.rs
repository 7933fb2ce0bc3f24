//! `POST /cases/{id}/queue`.

use earshot_model::{CaseId, QueueId};

use super::assignment::after;
use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::show::told::summary;
use crate::visit::Desk;

/// Moves a case to another queue.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let to = form.read::<QueueId>("queue")?;
    let moved = desk.visit.state.engage.move_queue(&desk.staff, case, to).await?;
    let next = after(&desk, case, &back, &form, &moved);
    Ok(done(&desk.visit, &next, summary(&moved)))
}
