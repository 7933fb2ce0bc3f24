//! `GET /api/channel/v1/openapi.json`: the channel protocol for programs.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use earshot_listen::protocol::OPENAPI;

/// The description.
pub(crate) async fn show() -> Response {
    ([(CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}
