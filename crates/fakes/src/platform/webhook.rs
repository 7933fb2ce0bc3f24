//! The other way to take commands: each is posted to an address of ours, and answered with its result.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use earshot_model::Command;
use tokio::net::TcpListener;

use super::{Fault, Plaza};
use crate::Error;
use crate::broken::{dropped, slowly};

/// How late a late answer is: later than anybody waits for it.
const LATE: Duration = Duration::from_secs(25);

/// Takes commands at `POST /commands` until the future is dropped. Who sends them is not looked at: the
/// network is a play.
///
/// # Errors
/// [`Error::Listen`].
pub async fn take_commands(plaza: Plaza, listener: TcpListener) -> Result<(), Error> {
    let router = Router::new().route("/commands", post(take)).with_state(plaza);
    Ok(axum::serve(listener, router).await?)
}

async fn take(State(plaza): State<Plaza>, body: Bytes) -> Response {
    let Ok(command) = serde_json::from_slice::<Command>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if plaza.world().faults.strikes(Fault::Away) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let result = plaza.carry_out_slowly(&command).await;
    let strikes = |fault| plaza.world().faults.strikes(fault);
    if strikes(Fault::AnswerLost) {
        return dropped();
    }
    if strikes(Fault::AnswerFails) {
        return (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response();
    }
    if strikes(Fault::AnswerLate) {
        tokio::time::sleep(LATE).await;
    }
    let slow = strikes(Fault::SlowBody);
    plaza.answers(&command, &result);
    let answer = Json(result).into_response();
    if slow { slowly(answer).await } else { answer }
}
