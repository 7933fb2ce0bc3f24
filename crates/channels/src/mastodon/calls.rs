//! The requests of the API.

use earshot_egress::{Request, Response};
use serde::de::DeserializeOwned;

use super::wire::Me;
use crate::access::{Access, Ask};
use crate::fault::Fault;
use crate::pace::{Lane, Rates, Reset};

/// Where a server tells its limit: 300 requests in five minutes on most.
/// <https://docs.joinmastodon.org/api/rate-limits/>
static RATES: Rates = Rates {
    limit: "x-ratelimit-limit",
    left: "x-ratelimit-remaining",
    reset: "x-ratelimit-reset",
    means: Reset::Moment,
};

/// The one limit that everything counts against.
const BUCKET: &str = "api";

/// Who we are on this server, as the probe learned.
pub(super) fn me(access: &Access) -> Me<'_> {
    Me { id: access.setting("account_id") }
}

/// Reads something.
pub(super) async fn get<T: DeserializeOwned>(
    access: &Access,
    lane: Lane,
    path: &str,
) -> Result<T, Fault> {
    let request = Request::get(access.url(path));
    let answer = ask(access, lane, request, false).await?;
    let odd = |error| Fault::Passing(format!("its answer to {path} cannot be read: {error}"));
    answer.json().map_err(odd)
}

/// Asks with the token of the account.
pub(super) async fn ask(
    access: &Access,
    lane: Lane,
    request: Request,
    changes: bool,
) -> Result<Response, Fault> {
    let request = request.bearer(access.secret("token"));
    access.ask(Ask { request, bucket: BUCKET, rates: Some(&RATES), lane, changes }).await
}

/// A value in a path or a query, with everything odd in it percent-encoded.
pub(super) fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let one = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(one).collect()
}
