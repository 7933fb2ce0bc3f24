//! `GET /`: to the work, or to the first run.

use axum::extract::State as Held;
use axum::response::{IntoResponse, Redirect};

use crate::problem::Answer;
use crate::state::State;

/// To the desk; the gate there asks for a login. A fresh server asks to be set up.
pub(crate) async fn show(Held(state): Held<State>) -> Answer {
    let fresh = state.engage.needs_set_up().await?;
    Ok(Redirect::to(if fresh { "/setup" } else { "/cases" }).into_response())
}
