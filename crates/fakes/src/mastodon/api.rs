//! The API, as far as a client like ours asks for it: <https://docs.joinmastodon.org/methods/>.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::world::{Status, World, tags};
use super::{FakeMastodon, MastodonFault as F, gate, post as posting, streaming};
use crate::Moment;

pub(super) fn routes(fake: &FakeMastodon) -> Router {
    Router::new()
        .route("/api/v1/accounts/verify_credentials", get(verify))
        .route("/api/v1/apps/verify_credentials", get(app))
        .route("/api/v2/instance", get(instance))
        .route("/api/v1/notifications", get(notifications))
        .route("/api/v1/timelines/tag/{tag}", get(tagged))
        .route("/api/v1/statuses", post(posting::create))
        .route("/api/v1/statuses/{id}", get(show))
        .route("/api/v1/statuses/{id}/context", get(context))
        .route("/api/v1/accounts/{id}/statuses", get(statuses))
        .route("/api/v1/streaming/user", get(streaming::user))
        .route("/api/v1/streaming/hashtag", get(streaming::hashtag))
        .layer(from_fn_with_state(fake.clone(), gate::pass))
        .with_state(fake.clone())
}

/// The first value of a query's field. Good enough for ids and numbers, which need no decoding.
pub(super) fn asked<'q>(query: Option<&'q str>, key: &str) -> Option<&'q str> {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next()
}

pub(super) fn nothing() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Record not found" }))).into_response()
}

async fn verify(State(fake): State<FakeMastodon>) -> Response {
    let world = fake.world();
    match world.people.get(&world.brand) {
        Some(brand) => Json(world.account(brand)).into_response(),
        None => nothing(),
    }
}

async fn app() -> Json<Value> {
    Json(json!({ "name": "Earshot", "website": null, "scopes": ["read", "write:statuses"] }))
}

async fn instance(State(fake): State<FakeMastodon>) -> Json<Value> {
    Json(fake.world().instance())
}

/// A page of ids, newest first, as `min_id`, `since_id`, `max_id` and `limit` say. With `min_id` it is
/// the page that follows it, else the newest one.
fn page(ids: impl Iterator<Item = u64>, query: Option<&str>) -> Vec<u64> {
    let number = |key| asked(query, key).and_then(|value| value.parse::<u64>().ok());
    let limit = number("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(20).min(40);
    let (min, since, max) = (number("min_id"), number("since_id"), number("max_id"));
    let above = min.or(since).unwrap_or(0);
    let mut found: Vec<u64> =
        ids.filter(|id| *id > above && max.is_none_or(|max| *id < max)).collect();
    found.sort_unstable();
    if min.is_some() {
        found.truncate(limit);
    } else {
        found.drain(..found.len().saturating_sub(limit));
    }
    found.reverse();
    found
}

async fn notifications(State(fake): State<FakeMastodon>, RawQuery(query): RawQuery) -> Response {
    let mut world = fake.world();
    let (twice, turned) = (world.faults.strikes(F::Duplicate), world.faults.strikes(F::Disorder));
    let mut ids = page(world.mentions.keys().copied(), query.as_deref());
    if twice {
        let again = page(world.mentions.keys().copied(), None);
        ids.extend(again.into_iter().chain(ids.clone()));
    }
    if turned && let Some((_, rest)) = ids.split_first_mut() {
        // The first one is how far the page goes; what is behind it comes in any order.
        rest.reverse();
    }
    let about: Vec<(u64, u64)> =
        ids.into_iter().filter_map(|id| Some((id, *world.mentions.get(&id)?))).collect();
    world.tell(about.iter().map(|(_, status)| *status));
    let told: Vec<Value> =
        about.into_iter().filter_map(|(id, status)| world.notification(id, status)).collect();
    Json(told).into_response()
}

async fn tagged(
    State(fake): State<FakeMastodon>,
    Path(tag): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let mut world = fake.world();
    let tag = tag.to_lowercase();
    let fits = |s: &&Status| s.visibility == "public" && !s.deleted && tags(&s.text).contains(&tag);
    let ids = page(world.statuses.values().filter(fits).map(|s| s.id), query.as_deref());
    world.tell(ids.iter().copied());
    listed(&world, ids)
}

async fn statuses(
    State(fake): State<FakeMastodon>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let world = fake.world();
    let Some(person) = world.people.values().find(|person| person.id == id) else {
        return nothing();
    };
    let theirs = world.statuses.values().filter(|s| s.author == person.acct && !s.deleted);
    listed(&world, page(theirs.map(|s| s.id), query.as_deref()))
}

fn listed(world: &World, ids: Vec<u64>) -> Response {
    let told = ids.into_iter().filter_map(|id| Some(world.status(world.standing(id)?)));
    Json(told.collect::<Vec<Value>>()).into_response()
}

async fn show(State(fake): State<FakeMastodon>, Path(id): Path<String>) -> Response {
    let world = fake.world();
    let found = id.parse().ok().and_then(|id| world.standing(id));
    found.map_or_else(nothing, |status| Json(world.status(status)).into_response())
}

async fn context(State(fake): State<FakeMastodon>, Path(id): Path<String>) -> Response {
    let halts = &fake.inner.halts;
    halts.pass(Moment::Looking, &id).await;
    halts.mark(Moment::Looked, &id);
    around(&fake, &id)
}

/// What stands before a status and below it.
fn around(fake: &FakeMastodon, id: &str) -> Response {
    let world = fake.world();
    let Some(status) = id.parse().ok().and_then(|id| world.standing(id)) else { return nothing() };
    let mut ancestors = Vec::new();
    let mut above = status.in_reply_to;
    while let Some(parent) = above.and_then(|id| world.standing(id)) {
        ancestors.insert(0, world.status(parent));
        above = parent.in_reply_to;
    }
    let mut below = vec![status.id];
    let mut descendants = Vec::new();
    for later in world.statuses.values().filter(|s| !s.deleted) {
        if later.in_reply_to.is_some_and(|parent| below.contains(&parent)) {
            below.push(later.id);
            descendants.push(world.status(later));
        }
    }
    Json(json!({ "ancestors": ancestors, "descendants": descendants })).into_response()
}
