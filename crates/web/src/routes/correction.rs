//! `POST /posts/{id}/correction`, `POST /corrections/{number}/withdrawal`.

use axum::response::{IntoResponse, Redirect, Response};
use earshot_model::PostId;
use serde_json::json;

use crate::answer::done;
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::visit::Desk;

/// Writes down what the funnel got wrong about a post.
pub(crate) async fn create(desk: Desk, at: At, form: Form) -> Answer {
    let post: PostId = at.get("id")?;
    // A button carries one value: both in one, or the value beside the name of the field.
    let (field, value) = match form.text("set").split_once('=') {
        Some(both) => both,
        None => (form.text("field"), form.text("value")),
    };
    let number = desk.visit.state.engage.correct_verdict(&desk.staff, post, field, value).await?;
    let body = json!({ "number": number, "field": field, "value": value });
    Ok(back(&desk, &form, "corrected", body))
}

/// Takes a correction back.
pub(crate) async fn withdraw(desk: Desk, at: At, form: Form) -> Answer {
    let number: i64 = at.get("number")?;
    desk.visit.state.engage.withdraw_correction(&desk.staff, number).await?;
    Ok(back(&desk, &form, "withdrawn", json!({ "number": number })))
}

/// The page that the form came from, with what was done; `body` for a program.
fn back(desk: &Desk, form: &Form, what: &str, body: serde_json::Value) -> Response {
    if desk.visit.json {
        return done(&desk.visit, "", body);
    }
    let next = form.next().unwrap_or_else(|| "/cases".to_owned());
    let (path, query) = next.split_once('?').unwrap_or((&next, ""));
    let done = format!("done={what}");
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("done="));
    let pairs: Vec<&str> = kept.chain([done.as_str()]).collect();
    Redirect::to(&format!("{path}?{}", pairs.join("&"))).into_response()
}
