//! What every request of the API passes: the token, the limit, and the faults that strike any of them.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use earshot_model::Time;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::json;

use super::world::{TOKEN, World};
use super::{FakeMastodon, MastodonFault as F};
use crate::broken::{slowly, truncated};

pub(super) async fn pass(
    State(fake): State<FakeMastodon>,
    request: Request,
    next: Next,
) -> Response {
    let now = fake.inner.clock.now();
    let streams = request.uri().path().contains("/streaming/");
    let refused = refuse(&mut fake.world(), &request, now);
    if let Some(refused) = refused {
        return with_rates(&fake, refused);
    }
    let (slow, cut) = {
        let faults = &mut fake.world().faults;
        (!streams && faults.strikes(F::SlowBody), !streams && faults.strikes(F::Truncated))
    };
    let answer = with_rates(&fake, next.run(request).await);
    match (slow, cut) {
        (true, _) => slowly(answer).await,
        (_, true) => truncated(answer).await,
        _ => answer,
    }
}

fn refuse(world: &mut World, request: &Request, now: Time) -> Option<Response> {
    let within = world.count(now);
    if world.faults.strikes(F::ExpiredToken) || !holds_token(request.headers()) {
        let body = json!({ "error": "The access token is invalid" });
        return Some((StatusCode::UNAUTHORIZED, Json(body)).into_response());
    }
    if world.faults.strikes(F::RateLimit) {
        world.shut_until = now.plus(Time::SECOND);
        return Some(too_many());
    }
    if world.faults.strikes(F::RudeRateLimit) {
        let mut answer = too_many();
        answer.headers_mut().insert("x-fake-rude", HeaderValue::from_static("1"));
        return Some(answer);
    }
    if !within {
        return Some(too_many());
    }
    if world.faults.strikes(F::ServerError) {
        let body = "<html>Service Unavailable</html>";
        return Some((StatusCode::SERVICE_UNAVAILABLE, body).into_response());
    }
    None
}

fn holds_token(headers: &HeaderMap) -> bool {
    let told = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    told.and_then(|told| told.strip_prefix("Bearer ")) == Some(TOKEN)
}

fn too_many() -> Response {
    (StatusCode::TOO_MANY_REQUESTS, Json(json!({ "error": "Too many requests" }))).into_response()
}

fn with_rates(fake: &FakeMastodon, mut answer: Response) -> Response {
    if answer.headers().contains_key("x-fake-rude") {
        return answer;
    }
    let world = fake.world();
    let shut = world.shut_until > fake.inner.clock.now();
    let reset = if shut { world.shut_until } else { world.resets_at };
    let headers = [
        ("x-ratelimit-limit", world.limit.to_string()),
        ("x-ratelimit-remaining", world.left.max(0).to_string()),
        ("x-ratelimit-reset", reset.to_string()),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().insert(name, value);
        }
    }
    // By the server's own clock, which may be wrong.
    let now = fake.inner.clock.now().timestamp();
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    if let Some(date) = date.ok().and_then(|date| HeaderValue::from_str(&date).ok()) {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}
