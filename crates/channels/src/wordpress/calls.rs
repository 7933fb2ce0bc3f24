//! The requests of the API.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use earshot_egress::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::Me;
use crate::access::{Access, Ask};
use crate::fault::Fault;
use crate::pace::Lane;

/// The one limit that everything counts against; a site does not tell it.
const BUCKET: &str = "api";
/// How a site says that its API has no address of its own.
pub(super) const BY_QUERY: &str = "query";

/// Who we are on this site, as the probe learned; nobody without a login.
pub(super) fn me(access: &Access) -> Me<'_> {
    Me { id: access.setting("user_id").parse().unwrap_or(0), handle: &access.account.handle }
}

/// Whether we have a login.
pub(super) fn logged_in(access: &Access) -> bool {
    !access.setting("login").is_empty() && !access.secret("app_password").is_empty()
}

/// Reads something.
pub(super) async fn get<T: DeserializeOwned>(
    access: &Access,
    lane: Lane,
    route: &str,
    query: &str,
) -> Result<T, Fault> {
    let request = Request::get(url(access, route, query));
    let answer = access.ask(ask(access, lane, request, false)).await?;
    let odd = |error| Fault::Passing(format!("its answer to {route} cannot be read: {error}"));
    answer.json().map_err(odd)
}

/// Writes something; an answer that is no success comes as it is.
pub(super) async fn post(
    access: &Access,
    route: &str,
    body: &impl Serialize,
) -> Result<Response, Fault> {
    let body = serde_json::to_vec(body).map_err(|error| Fault::Invalid(error.to_string()))?;
    let request = Request::new(Method::POST, url(access, route, ""))
        .header("content-type", "application/json")
        .body(body);
    access.exchange(ask(access, Lane::Replies, request, true)).await
}

fn ask(access: &Access, lane: Lane, request: Request, changes: bool) -> Ask {
    let request = if logged_in(access) {
        let login = format!("{}:{}", access.setting("login"), access.secret("app_password"));
        request.header("authorization", format!("Basic {}", BASE64_STANDARD.encode(login)))
    } else {
        request
    };
    Ask { request, bucket: BUCKET, rates: None, lane, changes }
}

/// Where a route is found: sites without speaking addresses name it in the query.
fn url(access: &Access, route: &str, query: &str) -> String {
    let (front, sign) = match access.setting("api") {
        BY_QUERY => ("/?rest_route=", '&'),
        _ => ("/wp-json", '?'),
    };
    let query = if query.is_empty() { String::new() } else { format!("{sign}{query}") };
    access.url(&format!("{front}{route}{query}"))
}
