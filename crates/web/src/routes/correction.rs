//! `POST /posts/{id}/correction`.

use axum::response::{IntoResponse, Redirect};
use earshot_model::PostId;
use serde_json::json;

use crate::answer::done;
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::visit::Desk;

/// Writes down what the funnel got wrong about a post.
pub(crate) async fn create(desk: Desk, at: At, form: Form) -> Answer {
    let post: PostId = at.get("id")?;
    let (field, value) = (form.text("field"), form.text("value"));
    desk.visit.state.engage.correct_verdict(&desk.staff, post, field, value).await?;
    if desk.visit.json {
        return Ok(done(&desk.visit, "", json!({ "field": field, "value": value })));
    }
    let next = form.next().unwrap_or_else(|| "/cases".to_owned());
    let mark = if next.contains("done=") {
        ""
    } else if next.contains('?') {
        "&done=corrected"
    } else {
        "?done=corrected"
    };
    Ok(Redirect::to(&format!("{next}{mark}")).into_response())
}
