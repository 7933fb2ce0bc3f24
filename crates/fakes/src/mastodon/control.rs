//! The server from outside, for browser tests and curious people.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{FakeMastodon, MastodonFault, NewStatus, SeenStatus};

/// - `POST /control/statuses` with a [`NewStatus`]; `PUT` with `{"text"}` and `DELETE` on
///   `/control/statuses/{id}`
/// - `GET /control/ledger`: what customers saw of the brand
/// - `POST /control/faults` with `{"fault": "accept_then_drop", "times": 1}`; 0 takes them back
/// - `GET /control/faults/{fault}`: how often it struck, as `{"hits"}`
pub(super) fn routes(fake: &FakeMastodon) -> Router {
    Router::new()
        .route("/control/statuses", post(create))
        .route("/control/statuses/{id}", put(edit).delete(delete))
        .route("/control/ledger", get(ledger))
        .route("/control/faults", post(plan))
        .route("/control/faults/{fault}", get(hits))
        .with_state(fake.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    fault: MastodonFault,
    times: u32,
}

async fn create(State(fake): State<FakeMastodon>, Json(new): Json<NewStatus>) -> Response {
    let id = fake.post(new);
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}

async fn edit(
    State(fake): State<FakeMastodon>,
    Path(id): Path<String>,
    Json(words): Json<Words>,
) -> StatusCode {
    there(fake.edit(&id, &words.text))
}

async fn delete(State(fake): State<FakeMastodon>, Path(id): Path<String>) -> StatusCode {
    there(fake.delete(&id))
}

const fn there(done: bool) -> StatusCode {
    if done { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn ledger(State(fake): State<FakeMastodon>) -> Json<Vec<SeenStatus>> {
    Json(fake.ledger())
}

async fn plan(State(fake): State<FakeMastodon>, Json(plan): Json<Plan>) -> StatusCode {
    fake.plan(plan.fault, plan.times);
    StatusCode::NO_CONTENT
}

async fn hits(
    State(fake): State<FakeMastodon>,
    Path(fault): Path<MastodonFault>,
) -> Json<serde_json::Value> {
    Json(json!({ "hits": fake.hits(fault) }))
}
