//! `PUT /api/channel/v1/{account}/commands/{id}/result`: how a command ended.

use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::outbound::Told as Took;
use earshot_listen::protocol::parse_result;
use earshot_model::OutboxId;

use super::connector::{From, Raw};
use super::refusal::{Refusal, Told};
use crate::form::At;
use crate::state::State;

/// Takes in a result. The same again changes nothing; another one than before is a conflict.
pub(crate) async fn keep(
    Held(state): Held<State>,
    From(from): From,
    at: At,
    Raw(body): Raw,
) -> Told {
    let id: OutboxId = at.get("id").map_err(|_| Refusal::not_found("command"))?;
    let result = parse_result(&body).map_err(|problem| Refusal::from(&problem))?;
    match state.engage.result(from.org, from.account, id, result).await {
        Ok(Took::Taken(_) | Took::Known(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(Took::Otherwise(ended)) => {
            let message =
                format!("this command ended before, as {ended}: look which of the two is right");
            Err(Refusal::new(StatusCode::CONFLICT, "ended-otherwise", message))
        }
        Err(earshot_engage::Error::NotFound(_)) => Err(Refusal::not_found("command")),
        Err(error) => Err(error.into()),
    }
}
