//! `POST /listeners/hashtags/{hashtag}/acknowledgement`: somebody has seen an alert.

use earshot_model::HashtagAlertId;
use serde_json::json;

use crate::answer::done;
use crate::form::At;
use crate::problem::Answer;
use crate::visit::Desk;

/// It calls nobody any more.
pub(crate) async fn acknowledge(desk: Desk, at: At) -> Answer {
    let id: HashtagAlertId = at.get("hashtag")?;
    desk.visit.state.engage.see_hashtag(&desk.staff, id).await?;
    Ok(done(&desk.visit, "/listeners/insights", json!({ "id": id, "seen": true })))
}
