//! `GET /healthz`: whether the server and its database answer.

use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::state::State;

/// 200 with `ok`, or 503 while the database does not answer.
pub(crate) async fn show(Held(state): Held<State>) -> Response {
    let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    match state.engage.needs_set_up().await {
        Ok(_) => (StatusCode::OK, plain, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, plain, "the database does not answer\n")
                .into_response()
        }
    }
}
