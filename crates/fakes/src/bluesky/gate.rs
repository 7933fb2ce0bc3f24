//! What every request passes: the token, the limit, and the faults that strike any of them.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use earshot_model::Time;
use serde_json::json;

use super::session::Good;
use super::world::World;
use super::{BlueskyFault as F, FakeBluesky, chat, feed, repo, search, session};
use crate::broken::{slowly, truncated};

pub(super) fn routes(fake: &FakeBluesky) -> Router {
    let methods = Router::new()
        .route("/app.bsky.actor.getProfile", get(feed::profile))
        .route("/app.bsky.actor.getProfiles", get(feed::profiles))
        .route("/app.bsky.feed.getPosts", get(feed::posts))
        .route("/app.bsky.feed.getPostThread", get(feed::thread))
        .route("/app.bsky.feed.getAuthorFeed", get(search::author))
        .route("/app.bsky.feed.searchPosts", get(search::words))
        .route("/app.bsky.notification.listNotifications", get(feed::notifications))
        .route("/com.atproto.identity.resolveHandle", get(repo::resolve))
        .route("/com.atproto.repo.getRecord", get(repo::show))
        .route("/com.atproto.repo.putRecord", post(repo::put))
        .route("/chat.bsky.convo.getConvo", get(chat::convo))
        .route("/chat.bsky.convo.getConvoForMembers", get(chat::with_members))
        .route("/chat.bsky.convo.getLog", get(chat::log))
        .route("/chat.bsky.convo.getMessages", get(chat::messages))
        .route("/chat.bsky.convo.listConvos", get(chat::list))
        .route("/chat.bsky.convo.sendMessage", post(chat::send))
        .layer(from_fn_with_state(fake.clone(), pass));
    let open = Router::new()
        .route("/com.atproto.server.createSession", post(session::create))
        .route("/com.atproto.server.refreshSession", post(session::refresh))
        .route("/_health", get(health));
    Router::new().nest("/xrpc", methods.merge(open)).with_state(fake.clone())
}

async fn health() -> Response {
    Json(json!({ "version": "0.4.999 (fake)" })).into_response()
}

pub(super) fn refusal(status: StatusCode, error: &str, message: &str) -> Response {
    (status, Json(json!({ "error": error, "message": message }))).into_response()
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

async fn pass(State(fake): State<FakeBluesky>, request: Request, next: Next) -> Response {
    let now = fake.inner.clock.now();
    let refused = refuse(&mut fake.world(), &request, now);
    if let Some(refused) = refused {
        return with_rates(&fake, refused);
    }
    let (slow, cut) = {
        let faults = &mut fake.world().faults;
        (faults.strikes(F::SlowBody), faults.strikes(F::Truncated))
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
    let token = bearer(request.headers()).unwrap_or_default();
    if world.faults.strikes(F::ExpiredToken) {
        world.sessions.expire(token);
    }
    match world.sessions.check(token, now) {
        Good::No => {
            let words = "Authentication Required";
            return Some(refusal(StatusCode::UNAUTHORIZED, "AuthMissing", words));
        }
        Good::Expired => {
            let words = "Token has expired";
            return Some(refusal(StatusCode::BAD_REQUEST, "ExpiredToken", words));
        }
        Good::Yes { wide } => {
            let chat = request.uri().path().contains("chat.bsky.");
            if chat && !request.headers().contains_key("atproto-proxy") {
                let words = "Method Not Implemented";
                return Some(refusal(StatusCode::NOT_IMPLEMENTED, "MethodNotImplemented", words));
            }
            if chat && !wide {
                let words = "Bad token method";
                return Some(refusal(StatusCode::BAD_REQUEST, "InvalidToken", words));
            }
        }
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

fn too_many() -> Response {
    refusal(StatusCode::TOO_MANY_REQUESTS, "RateLimitExceeded", "Rate Limit Exceeded")
}

fn with_rates(fake: &FakeBluesky, mut answer: Response) -> Response {
    if answer.headers().contains_key("x-fake-rude") {
        return answer;
    }
    let world = fake.world();
    let shut = world.shut_until > fake.inner.clock.now();
    let reset = if shut { world.shut_until } else { world.resets_at };
    // In whole seconds: the next one.
    let reset = reset.micros().div_euclid(Time::SECOND) + 1;
    let headers = [
        ("ratelimit-limit", world.limit.to_string()),
        ("ratelimit-remaining", world.left.max(0).to_string()),
        ("ratelimit-reset", reset.to_string()),
        ("ratelimit-policy", format!("{};w=300", world.limit)),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}
