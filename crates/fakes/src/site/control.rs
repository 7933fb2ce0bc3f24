//! The blog from outside, for browser tests and curious people.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{FakeSite, NewArticle, SiteFault};

/// - `POST /control/articles` with a [`NewArticle`]; `PUT` with `{"html"}` and `DELETE` on
///   `/control/articles/{number}`
/// - `POST /control/site-faults` with `{"fault": "endless", "times": 1}`
pub(super) fn routes(fake: &FakeSite) -> Router {
    Router::new()
        .route("/control/articles", post(create))
        .route("/control/articles/{number}", put(edit).delete(delete))
        .route("/control/site-faults", post(plan))
        .with_state(fake.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    html: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    fault: SiteFault,
    times: u32,
}

async fn create(State(fake): State<FakeSite>, Json(new): Json<NewArticle>) -> Response {
    let url = fake.publish(new);
    (StatusCode::CREATED, Json(json!({ "url": url }))).into_response()
}

async fn edit(
    State(fake): State<FakeSite>,
    Path(number): Path<String>,
    Json(words): Json<Words>,
) -> StatusCode {
    there(fake.edit(&format!("/articles/{number}"), &words.html))
}

async fn delete(State(fake): State<FakeSite>, Path(number): Path<String>) -> StatusCode {
    there(fake.take_down(&format!("/articles/{number}")))
}

const fn there(done: bool) -> StatusCode {
    if done { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn plan(State(fake): State<FakeSite>, Json(plan): Json<Plan>) -> StatusCode {
    fake.plan(plan.fault, plan.times);
    StatusCode::NO_CONTENT
}
