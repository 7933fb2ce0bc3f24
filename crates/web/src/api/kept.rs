//! `GET` and `PUT /api/channel/v1/{account}/state`: a place for the connector's own cursor.

use axum::Json;
use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_listen::protocol::{StateAnswer, parse_state};

use super::connector::{From, Raw};
use super::refusal::{Refusal, Told};
use crate::state::State;

/// What was kept; empty before.
pub(crate) async fn show(Held(state): Held<State>, From(from): From) -> Told {
    let kept = state.listen.kept(from).await?;
    Ok(Json(StateAnswer { state: kept }).into_response())
}

/// Keeps a text in place of the last one.
pub(crate) async fn keep(Held(state): Held<State>, From(from): From, Raw(body): Raw) -> Told {
    let text = parse_state(&body).map_err(|problem| Refusal::from(&problem))?;
    state.listen.keep_state(from, text).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
