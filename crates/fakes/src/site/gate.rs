//! What every look at a feed passes: the faults that strike it, and what it stands as.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;

use super::{FakeSite, SiteFault as F};
use crate::broken::{slowly, truncated};

pub(super) async fn pass(State(fake): State<FakeSite>, request: Request, next: Next) -> Response {
    if let Some(answer) = refused(&fake, request.uri().path()) {
        return answer;
    }
    let (slow, cut) = {
        let faults = &mut fake.world().faults;
        (faults.strikes(F::SlowBody), faults.strikes(F::Truncated))
    };
    let answer = next.run(request).await;
    match (slow, cut) {
        (true, _) => slowly(answer).await,
        (_, true) => truncated(answer).await,
        _ => answer,
    }
}

fn refused(fake: &FakeSite, path: &str) -> Option<Response> {
    let mut world = fake.world();
    world.asked += 1;
    let url = world.url.clone();
    let away = |to: String| (StatusCode::FOUND, [(header::LOCATION, to)]).into_response();
    let faults = &mut world.faults;
    if faults.strikes(F::RateLimit) {
        return Some(
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "30")]).into_response(),
        );
    }
    if faults.strikes(F::RudeRateLimit) {
        return Some(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    if faults.strikes(F::ServerError) {
        return Some((StatusCode::SERVICE_UNAVAILABLE, "<html>Away</html>").into_response());
    }
    if faults.strikes(F::Locked) {
        return Some(StatusCode::UNAUTHORIZED.into_response());
    }
    if faults.strikes(F::Endless) {
        let items = Bytes::from("<item>".repeat(10_000));
        let more = stream::repeat_with(move || Ok::<_, std::io::Error>(items.clone()));
        let front = stream::iter([Ok(Bytes::from_static(b"<rss version=\"2.0\"><channel>"))]);
        let body = futures_util::StreamExt::chain(front, more);
        return Some(Body::from_stream(body).into_response());
    }
    if faults.strikes(F::Bomb) {
        return Some(([(header::CONTENT_ENCODING, "gzip")], bomb()).into_response());
    }
    if faults.strikes(F::Moved) {
        return Some(away(format!("/moved{path}")));
    }
    if faults.strikes(F::Private) {
        return Some(away("http://169.254.169.254/feed".to_owned()));
    }
    if faults.strikes(F::Loop) {
        return Some(away(format!("{url}{path}")));
    }
    None
}

/// The front of a gzip file: enough to be known by, and nobody unpacks it.
fn bomb() -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    bytes.resize(100_000, 0);
    bytes
}
