//! `GET /api/channel/v1/{account}/commands`: what is to be done.

use std::time::Duration;

use axum::Json;
use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_listen::protocol::{CommandPage, Limits};

use super::connector::From;
use super::refusal::{Refusal, Told};
use crate::form::Asked;
use crate::state::State;

/// Answers as soon as there is something to do, else with nothing after `wait` seconds. The outbox
/// itself knows what was handed out, so `after` is taken and given back as it is.
pub(crate) async fn list(Held(state): Held<State>, From(from): From, asked: Asked) -> Told {
    let wait = match asked.text("wait") {
        "" => 0,
        seconds => seconds.parse::<u64>().map_err(|_| bad_wait())?,
    };
    if wait > Limits::WAIT {
        return Err(bad_wait());
    }
    let waited = state.engage.commands(from.org, from.account, Duration::from_secs(wait));
    let commands = tokio::select! {
        commands = waited => commands?,
        () = state.ended() => Vec::new(),
    };
    let next = commands.last().map(|command| command.id.to_string());
    let next = next.unwrap_or_else(|| asked.text("after").chars().take(Limits::ID).collect());
    Ok(Json(CommandPage { commands, next }).into_response())
}

fn bad_wait() -> Refusal {
    let message = format!("send whole seconds from 0 to {}", Limits::WAIT);
    Refusal::new(StatusCode::BAD_REQUEST, "wait-unreadable", message)
}
