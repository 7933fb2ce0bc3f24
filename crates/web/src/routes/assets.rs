//! `GET /assets/{file}`: the built front end. Names carry a digest, so a file never changes.

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::assets;
use crate::form::At;
use crate::problem::{Answer, Problem};

/// A year, and never asked again in that time.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file by its name with digest, packed for those who can unpack it.
pub(crate) async fn show(at: At, headers: HeaderMap) -> Answer {
    let name: String = at.get("file")?;
    let asset = assets::lookup(&name).ok_or_else(Problem::not_found)?;
    let packed = asset.gz.filter(|_| takes_gzip(&headers));
    let mut response = Response::new(Body::from(packed.unwrap_or(asset.bytes)));
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(CACHE_CONTROL, FOR_EVER);
    out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if packed.is_some() {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.next() != Some("q=0")
    })
}
