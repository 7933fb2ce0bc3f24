//! A connector proves which account it speaks for: by its token, or by a signature over its body.

use axum::body::Body;
use axum::extract::{FromRequest as _, FromRequestParts as _, RawPathParams, Request};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use earshot_engage::staff::Headers;
use earshot_model::{Account, AccountId};

use super::connector::Raw;
use super::refusal::Refusal;
use crate::state::State;

/// Lets a request through once it is proved, with the account that its path names.
pub(crate) async fn pass(state: &State, request: Request, next: Next) -> Response {
    let proved = match prove(state, request).await {
        Ok(proved) => proved,
        Err(refusal) => return refusal.into_response(),
    };
    // What is delivered takes a turn; who asks for commands only waits.
    let delivers = proved.uri().path().ends_with("/events");
    let account = proved.extensions().get::<Account>().map(|account| account.id);
    let turn = match account.filter(|_| delivers) {
        Some(account) => match state.shares.take(account, state.tools.now()) {
            Ok(turn) => Some(turn),
            Err(seconds) => return Refusal::too_many(seconds).into_response(),
        },
        None => None,
    };
    let response = next.run(proved).await;
    drop(turn);
    response
}

/// Whoever sends a token is judged by it alone.
async fn prove(state: &State, request: Request) -> Result<Request, Refusal> {
    let (mut parts, body) = request.into_parts();
    let id = account_of(&mut parts).await.ok_or_else(Refusal::unauthorized)?;
    let (proved, body) = if parts.headers.contains_key(AUTHORIZATION) {
        let token = bearer(&parts.headers).ok_or_else(Refusal::unauthorized)?;
        (state.engage.connector(id, token).await?, body)
    } else {
        let signed = signature(&parts.headers).ok_or_else(Refusal::unauthorized)?;
        let now = state.tools.now();
        if !state.engage.may_sign(id, signed, now).await? {
            return Err(Refusal::unauthorized());
        }
        // Nobody knows yet whose body it is: so only some of them are in memory at once.
        let _room = state.unproved.acquire().await.map_err(Refusal::unavailable)?;
        // The raw bytes are what was signed; the handler gets the same.
        let whole = Request::from_parts(parts.clone(), body);
        let Raw(bytes) = Raw::from_request(whole, &()).await?;
        let proved = state.engage.signed_connector(id, signed, &bytes, now).await?;
        (proved, Body::from(bytes))
    };
    let account = proved.ok_or_else(Refusal::unauthorized)?;
    parts.extensions.insert(account);
    Ok(Request::from_parts(parts, body))
}

/// The token of a request, if it carries one.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The headers of a signature. Nothing when one is missing: then the body is not even read.
fn signature(headers: &HeaderMap) -> Option<Headers<'_>> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    Some(Headers {
        id: Some(header("webhook-id")?),
        timestamp: Some(header("webhook-timestamp")?),
        signature: Some(header("webhook-signature")?),
    })
}

async fn account_of(parts: &mut Parts) -> Option<AccountId> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    params.iter().find(|(key, _)| *key == "account")?.1.parse().ok()
}
