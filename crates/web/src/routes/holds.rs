//! `POST /holds` and `POST /holds/{hold}/lifting`.

use earshot_model::PersonId;
use serde_json::json;
use uuid::Uuid;

use crate::answer::done;
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Keeps everything of a person until the hold is lifted.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let person = form.read::<PersonId>("person")?;
    let reason = form.text("reason");
    let set = desk.visit.state.engage.hold(&desk.staff, person, reason).await;
    let id = set.map_err(|error| Problem::from(error).keep(reason))?;
    Ok(done(&desk.visit, "/settings/data?done=held#holds", json!({ "id": id.to_string() })))
}

/// Lets retention and erasure reach the person again.
pub(crate) async fn lift(desk: Desk, at: At) -> Answer {
    let id: Uuid = at.get("hold")?;
    desk.visit.state.engage.lift_hold(&desk.staff, id).await?;
    Ok(done(&desk.visit, "/settings/data?done=lifted#holds", json!({ "id": id.to_string() })))
}
