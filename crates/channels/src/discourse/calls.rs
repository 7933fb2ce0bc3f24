//! The requests of the API.

use earshot_egress::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::Me;
use crate::access::{Access, Ask};
use crate::fault::Fault;
use crate::pace::Lane;

/// The one limit that everything counts against: 60 requests a minute for a key on most forums, which
/// they do not tell.
const BUCKET: &str = "api";

/// Who we are on this forum.
pub(super) fn me(access: &Access) -> Me<'_> {
    Me {
        username: if logged_in(access) { access.setting("username") } else { "" },
        handle: &access.account.handle,
        address: access.setting("address").trim_end_matches('/'),
    }
}

/// Whether we have a key.
pub(super) fn logged_in(access: &Access) -> bool {
    !access.setting("username").is_empty() && !access.secret("api_key").is_empty()
}

/// Reads something.
pub(super) async fn get<T: DeserializeOwned>(
    access: &Access,
    lane: Lane,
    path: &str,
) -> Result<T, Fault> {
    let request = Request::get(access.url(path)).header("accept", "application/json");
    let answer = access.ask(ask(access, lane, request, false)).await?;
    let odd = |error| Fault::Passing(format!("its answer cannot be read: {error}"));
    answer.json().map_err(odd)
}

/// Writes something; an answer that is no success comes as it is.
pub(super) async fn post(
    access: &Access,
    path: &str,
    body: &impl Serialize,
) -> Result<Response, Fault> {
    let body = serde_json::to_vec(body).map_err(|error| Fault::Invalid(error.to_string()))?;
    let request = Request::new(Method::POST, access.url(path))
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .body(body);
    access.exchange(ask(access, Lane::Replies, request, true)).await
}

fn ask(access: &Access, lane: Lane, request: Request, changes: bool) -> Ask {
    let request = if logged_in(access) {
        request
            .header("api-key", access.secret("api_key"))
            .header("api-username", access.setting("username"))
    } else {
        request
    };
    Ask { request, bucket: BUCKET, rates: None, lane, changes }
}

/// A value in a query, with everything odd in it percent-encoded.
pub(super) fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let one = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(one).collect()
}
