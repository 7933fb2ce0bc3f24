//! `POST /settings/jobs/{job}/again`.

use earshot_model::JobId;
use serde_json::json;

use crate::answer::done;
use crate::form::At;
use crate::problem::Answer;
use crate::visit::Desk;

/// Lets a job that failed run at once.
pub(crate) async fn again(desk: Desk, at: At) -> Answer {
    let id: JobId = at.get("job")?;
    desk.visit.state.engage.run_job_again(&desk.staff, id).await?;
    Ok(done(&desk.visit, "/settings/data?done=again#jobs", json!({ "id": id.to_string() })))
}
