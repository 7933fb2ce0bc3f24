//! The network from outside, for browser tests and curious people.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::json::asked;
use super::{BlueskyFault, FakeBluesky, NewMessage, NewPost, SeenMessage, SeenPost};

/// - `POST /control/posts` with a [`NewPost`]; `DELETE /control/posts?uri=...`
/// - `POST /control/messages` with a [`NewMessage`]
/// - `GET /control/ledger` and `/control/letters`: what customers saw of the brand
/// - `POST /control/faults` with `{"fault": "accept_then_drop", "times": 1}`; 0 takes them back
/// - `GET /control/faults/{fault}`: how often it struck, as `{"hits"}`
pub(super) fn routes(fake: &FakeBluesky) -> Router {
    Router::new()
        .route("/control/posts", post(create).delete(delete))
        .route("/control/messages", post(say))
        .route("/control/ledger", get(ledger))
        .route("/control/letters", get(letters))
        .route("/control/faults", post(plan))
        .route("/control/faults/{fault}", get(hits))
        .with_state(fake.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    fault: BlueskyFault,
    times: u32,
}

async fn create(State(fake): State<FakeBluesky>, Json(new): Json<NewPost>) -> Response {
    let id = fake.post(new);
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}

async fn delete(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> StatusCode {
    let uri = asked(query.as_deref(), "uri").unwrap_or_default();
    if fake.delete(&uri) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn say(State(fake): State<FakeBluesky>, Json(new): Json<NewMessage>) -> Response {
    let id = fake.say(new);
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}

async fn ledger(State(fake): State<FakeBluesky>) -> Json<Vec<SeenPost>> {
    Json(fake.ledger())
}

async fn letters(State(fake): State<FakeBluesky>) -> Json<Vec<SeenMessage>> {
    Json(fake.letters())
}

async fn plan(State(fake): State<FakeBluesky>, Json(plan): Json<Plan>) -> StatusCode {
    fake.plan(plan.fault, plan.times);
    StatusCode::NO_CONTENT
}

async fn hits(
    State(fake): State<FakeBluesky>,
    Path(fault): Path<BlueskyFault>,
) -> Json<serde_json::Value> {
    Json(json!({ "hits": fake.hits(fault) }))
}
