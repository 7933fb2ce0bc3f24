//! The requests of the protocol (XRPC): <https://atproto.com/specs/xrpc>.

use earshot_egress::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Bluesky;
use super::session::Session;
use crate::access::{Access, Ask, fault, said};
use crate::fault::Fault;
use crate::pace::{Lane, Rates, Reset};

/// Where a server tells its limit: of many, that of which the least is left.
/// <https://docs.bsky.app/docs/advanced-guides/rate-limits>
pub(super) static RATES: Rates = Rates {
    limit: "ratelimit-limit",
    left: "ratelimit-remaining",
    reset: "ratelimit-reset",
    means: Reset::Epoch,
};

/// The service that direct messages go through, behind the account's own server.
const CHAT: &str = "did:web:api.bsky.chat#bsky_chat";

/// One method, ready to be called.
#[derive(Debug)]
pub(super) struct Call {
    method: &'static str,
    query: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    chat: bool,
    changes: bool,
    lane: Lane,
}

impl Call {
    /// Reads something.
    pub(super) const fn get(method: &'static str, lane: Lane) -> Self {
        Self { method, query: Vec::new(), body: None, chat: false, changes: false, lane }
    }

    /// Changes something, with `body` as JSON.
    pub(super) fn post(method: &'static str, body: &impl Serialize) -> Result<Self, Fault> {
        let body = serde_json::to_vec(body).map_err(|error| Fault::Invalid(error.to_string()))?;
        let get = Self::get(method, Lane::Replies);
        Ok(Self { body: Some(body), changes: true, ..get })
    }

    /// With a parameter.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// With a parameter, if there is one.
    pub(super) fn with_some(self, key: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Through the service of direct messages.
    pub(super) const fn chat(mut self) -> Self {
        self.chat = true;
        self
    }

    const fn bucket(&self) -> &'static str {
        match (self.chat, self.changes) {
            (true, _) => "chat",
            (false, true) => "writes",
            (false, false) => "reads",
        }
    }

    fn ask(&self, session: &Session) -> Ask {
        let pairs = self.query.iter().map(|(key, value)| format!("{key}={}", escaped(value)));
        let query = pairs.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        let url = format!("{}/xrpc/{}{mark}{query}", session.pds, self.method);
        let method = if self.body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::new(method, url).bearer(&session.token);
        if self.chat {
            request = request.header("atproto-proxy", CHAT);
        }
        if let Some(body) = &self.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        let (lane, changes, bucket) = (self.lane, self.changes, self.bucket());
        Ask { request, bucket, rates: Some(&RATES), lane, changes }
    }
}

impl Bluesky {
    /// Calls a method.
    pub(super) async fn call(&self, access: &Access, call: Call) -> Result<Response, Fault> {
        self.answer(access, call).await?.map_err(|(_, fault)| fault)
    }

    /// Calls a method, and once more with a new session if the server does not take the one that we
    /// have: it says so before it does anything. A refusal comes with what it means.
    pub(super) async fn answer(
        &self,
        access: &Access,
        call: Call,
    ) -> Result<Result<Response, (Response, Fault)>, Fault> {
        let session = self.sessions.get(access).await?;
        let mut answer = access.exchange(call.ask(&session)).await?;
        if is_stale(&answer) {
            let session = self.sessions.instead_of(access, &session).await?;
            answer = access.exchange(call.ask(&session)).await?;
            if is_stale(&answer) {
                return Err(Fault::Login(said(&answer)));
            }
        }
        if answer.is_success() {
            return Ok(Ok(answer));
        }
        let met = met(&answer, call.changes);
        Ok(Err((answer, met)))
    }

    /// Calls a method that reads, and reads its answer.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        access: &Access,
        call: Call,
    ) -> Result<T, Fault> {
        let method = call.method;
        let answer = self.call(access, call).await?;
        let odd = |error| Fault::Passing(format!("its answer to {method} cannot be read: {error}"));
        answer.json().map_err(odd)
    }
}

/// The word that names what went wrong; empty where there is none.
pub(super) fn error_name(answer: &Response) -> String {
    let body: Option<Value> = answer.json().ok();
    let name = body.as_ref().and_then(|body| body.get("error")?.as_str());
    name.unwrap_or_default().to_owned()
}

/// Whether the token of the session is good no more. A token that was never good for a method, such as
/// that of an app password without direct messages, is another matter.
fn is_stale(answer: &Response) -> bool {
    let name = matches!(answer.status, 400 | 401).then(|| error_name(answer)).unwrap_or_default();
    match name.as_str() {
        "ExpiredToken" => true,
        "InvalidToken" => !is_out_of_scope(answer),
        _ => answer.status == 401,
    }
}

/// Whether the session may not call the method at all.
fn is_out_of_scope(answer: &Response) -> bool {
    said(answer).contains("Bad token")
}

/// What an answer means that is no success.
fn met(answer: &Response, changes: bool) -> Fault {
    let words = said(answer);
    match error_name(answer).as_str() {
        "NotFound" | "RecordNotFound" | "RepoNotFound" | "ActorNotFound" => Fault::NotThere(words),
        "InvalidRequest" if words.contains("Could not locate record") => Fault::NotThere(words),
        "InvalidToken" | "ScopeMissingError" => Fault::Forbidden(words),
        "AccountTakedown" | "AccountDeactivated" | "AccountSuspended" => Fault::Login(words),
        _ => fault(answer, changes),
    }
}

/// A value in a query, with everything odd in it percent-encoded.
fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:".contains(&b);
    let one = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use earshot_egress::Response;

    use super::{is_stale, met};
    use crate::fault::Fault;

    fn answer(status: u16, error: &str, message: &str) -> Response {
        let body = serde_json::json!({ "error": error, "message": message }).to_string();
        Response { status, headers: Vec::new(), body: body.into_bytes() }
    }

    #[test]
    fn only_a_token_that_was_good_is_stale() {
        assert!(is_stale(&answer(400, "ExpiredToken", "Token has expired")));
        assert!(is_stale(&answer(400, "InvalidToken", "Token could not be verified")));
        assert!(is_stale(&answer(401, "AuthMissing", "Authentication Required")));
        assert!(!is_stale(&answer(400, "InvalidToken", "Bad token method")));
        assert!(!is_stale(&answer(400, "InvalidRequest", "text is too long")));
    }

    #[test]
    fn refusals_are_told_apart_by_their_names() {
        let told = |status, error, message| met(&answer(status, error, message), true);
        let missing = told(400, "RecordNotFound", "Could not locate record: at://x");
        assert!(matches!(missing, Fault::NotThere(_)));
        let missing = told(400, "InvalidRequest", "Could not locate record: at://x");
        assert!(matches!(missing, Fault::NotThere(_)));
        assert!(matches!(told(400, "InvalidToken", "Bad token method"), Fault::Forbidden(_)));
        assert!(matches!(told(401, "AccountTakedown", "taken down"), Fault::Login(_)));
        assert!(matches!(told(502, "UpstreamFailure", ""), Fault::Unknown(_)));
        assert!(matches!(told(400, "InvalidRequest", "too long"), Fault::Invalid(_)));
    }
}
