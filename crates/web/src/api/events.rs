//! `PUT /api/channel/v1/{account}/events`: posts, edits, deletes and late states come in.

use axum::Json;
use axum::extract::State as Held;
use axum::response::IntoResponse;

use super::connector::{From, Raw};
use super::refusal::Told;
use crate::state::State;

/// Keeps a batch. "Accepted" means stored for good.
pub(crate) async fn accept(Held(state): Held<State>, From(from): From, Raw(body): Raw) -> Told {
    let accepted = state.listen.accept(from, &body).await?;
    for (message, result) in accepted.statuses {
        match state.engage.result(from.org, from.account, message, result).await {
            // A word about a message that is not this account's changes nothing.
            Ok(_) | Err(earshot_engage::Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Json(accepted.answer).into_response())
}
