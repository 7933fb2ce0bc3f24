//! The network from outside, for browser tests and curious people: JSON to play with it, and pages.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use earshot_model::ChannelEvent;
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;

use super::page::thread_page;
use super::{Fault, NewPost, Plaza, Rejection, Seen, Stored};
use crate::Error;

/// The surface:
///
/// - `POST /control/posts` with a [`NewPost`]; `PUT` with `{"text"}` and `DELETE` on `/control/posts/{id}`
/// - `GET /control/posts`, `GET /control/ledger`, `GET /control/rejections`
/// - `POST /control/faults` with `{"fault": "accept_then_drop", "times": 1}`
/// - `GET /control/faults/{fault}`: how often it struck, as `{"hits"}`
/// - `POST /control/redelivery`: everything once more
/// - `POST /control/events` with any event of the protocol
/// - `GET /posts/{id}`: the thread, as people see it
pub fn control(plaza: Plaza) -> Router {
    Router::new()
        .route("/control/posts", get(posts).post(create))
        .route("/control/posts/{id}", put(edit).delete(delete))
        .route("/control/ledger", get(ledger))
        .route("/control/rejections", get(rejections))
        .route("/control/faults", post(plan))
        .route("/control/faults/{fault}", get(hits))
        .route("/control/redelivery", post(redeliver))
        .route("/control/events", post(deliver))
        .route("/posts/{id}", get(page))
        .with_state(plaza)
}

/// Serves [`control`] on `listener` until the future is dropped.
///
/// # Errors
/// [`Error::Listen`].
pub async fn serve(plaza: Plaza, listener: TcpListener) -> Result<(), Error> {
    Ok(axum::serve(listener, control(plaza)).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    fault: Fault,
    times: u32,
}

async fn create(State(plaza): State<Plaza>, Json(new): Json<NewPost>) -> Response {
    let id = plaza.post(new);
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}

async fn edit(
    State(plaza): State<Plaza>,
    Path(id): Path<String>,
    Json(words): Json<Words>,
) -> Response {
    settled(plaza.edit(&id, words.text))
}

async fn delete(State(plaza): State<Plaza>, Path(id): Path<String>) -> Response {
    settled(plaza.delete(&id))
}

fn settled(done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::NOT_FOUND, error.to_string()).into_response(),
    }
}

async fn posts(State(plaza): State<Plaza>) -> Json<Vec<Stored>> {
    Json(plaza.posts())
}

async fn ledger(State(plaza): State<Plaza>) -> Json<Vec<Seen>> {
    Json(plaza.ledger())
}

async fn rejections(State(plaza): State<Plaza>) -> Json<Vec<Rejection>> {
    Json(plaza.rejections())
}

async fn plan(State(plaza): State<Plaza>, Json(plan): Json<Plan>) -> StatusCode {
    plaza.plan(plan.fault, plan.times);
    StatusCode::NO_CONTENT
}

async fn hits(State(plaza): State<Plaza>, Path(fault): Path<Fault>) -> Json<serde_json::Value> {
    Json(json!({ "hits": plaza.hits(fault) }))
}

async fn redeliver(State(plaza): State<Plaza>) -> StatusCode {
    plaza.deliver_all_again();
    StatusCode::NO_CONTENT
}

async fn deliver(State(plaza): State<Plaza>, Json(event): Json<ChannelEvent>) -> StatusCode {
    plaza.deliver(event);
    StatusCode::NO_CONTENT
}

async fn page(State(plaza): State<Plaza>, Path(id): Path<String>) -> Response {
    match thread_page(&plaza.posts(), &id) {
        Some(page) => Html(page).into_response(),
        None => (StatusCode::NOT_FOUND, "This post does not exist.").into_response(),
    }
}
