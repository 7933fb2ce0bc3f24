//! `PUT /api/channel/v1/{account}/descriptor`: what the account can do.

use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_listen::protocol::parse_descriptor;

use super::connector::{From, Raw};
use super::refusal::{Refusal, Told};
use crate::state::State;

/// Takes in what a connector says of itself.
pub(crate) async fn keep(Held(state): Held<State>, From(from): From, Raw(body): Raw) -> Told {
    let descriptor = parse_descriptor(&body).map_err(|problem| Refusal::from(&problem))?;
    state.listen.describe(from, &descriptor).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
