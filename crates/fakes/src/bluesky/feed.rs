//! What the AppView shows: people, posts, conversations, notifications.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::gate::refusal;
use super::json::{all_asked, asked, detailed};
use super::world::Notice;
use super::{BlueskyFault as F, FakeBluesky};

pub(super) async fn profile(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Response {
    let world = fake.world();
    let actor = asked(query.as_deref(), "actor").unwrap_or_default();
    match world.by_did(&actor).or_else(|| world.people.get(&actor)) {
        Some(person) => Json(detailed(person)).into_response(),
        None => refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "Profile not found"),
    }
}

pub(super) async fn profiles(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let world = fake.world();
    let actors = all_asked(query.as_deref(), "actors");
    let found = actors.iter().filter_map(|did| world.by_did(did)).map(detailed);
    Json(json!({ "profiles": found.collect::<Vec<_>>() }))
}

pub(super) async fn posts(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let world = fake.world();
    let uris = all_asked(query.as_deref(), "uris");
    if uris.len() > 25 {
        let words = "Error: uris must not have more than 25 elements";
        return refusal(StatusCode::BAD_REQUEST, "InvalidRequest", words);
    }
    let found = uris.iter().filter_map(|uri| world.shown(uri)).map(|post| world.post_view(post));
    Json(json!({ "posts": found.collect::<Vec<_>>() })).into_response()
}

pub(super) async fn thread(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let world = fake.world();
    let uri = asked(query.as_deref(), "uri").unwrap_or_default();
    if world.standing(&uri).is_none() {
        let words = format!("Post not found: {uri}");
        return refusal(StatusCode::BAD_REQUEST, "NotFound", &words);
    }
    Json(json!({ "thread": world.node(&uri) })).into_response()
}

/// A page of what the brand was told, newest first. The cursor is the last one's place and id.
pub(super) async fn notifications(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let mut world = fake.world();
    let (twice, turned) = (world.faults.strikes(F::Duplicate), world.faults.strikes(F::Disorder));
    let limit = asked(query.as_deref(), "limit").and_then(|n| n.parse::<usize>().ok());
    let limit = limit.unwrap_or(50).min(100);
    let reasons = all_asked(query.as_deref(), "reasons");
    let place = |notice: &Notice| format!("{:020}::{}", notice.at.micros(), notice.uri);
    let mut found: Vec<&Notice> = world
        .notices
        .iter()
        .filter(|notice| reasons.is_empty() || reasons.iter().any(|one| one == notice.reason))
        .collect();
    found.sort_by_key(|notice| std::cmp::Reverse(place(notice)));
    if let Some(from) = asked(query.as_deref(), "cursor") {
        found.retain(|notice| place(notice) < from);
    }
    found.truncate(limit);
    let cursor = (found.len() == limit).then(|| found.last().map(|last| place(last))).flatten();
    let mut told: Vec<Value> = found.into_iter().filter_map(|one| world.notice(one)).collect();
    if twice {
        told.extend(told.clone());
    }
    if turned {
        told.reverse();
    }
    Json(json!({ "notifications": told, "cursor": cursor, "priority": false }))
}
