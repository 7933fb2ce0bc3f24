//! Lists of posts: of somebody, and what a search finds.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::FakeBluesky;
use super::gate::refusal;
use super::json::asked;
use super::world::{Post, World};

pub(super) async fn author(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let world = fake.world();
    let actor = asked(query.as_deref(), "actor").unwrap_or_default();
    let Some(person) = world.people.get(&actor).or_else(|| world.by_did(&actor)) else {
        return refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "Profile not found");
    };
    let (found, cursor) = page(&world, query.as_deref(), |post| post.author == person.handle);
    let feed: Vec<Value> =
        found.iter().map(|post| json!({ "post": world.post_view(post) })).collect();
    Json(json!({ "feed": feed, "cursor": cursor })).into_response()
}

pub(super) async fn words(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let world = fake.world();
    let wanted = asked(query.as_deref(), "q").unwrap_or_default().to_lowercase();
    if wanted.is_empty() {
        return refusal(StatusCode::BAD_REQUEST, "BadQueryString", "q is missing");
    }
    let fits = |post: &Post| {
        let text = post.read().text.to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    let (found, cursor) = page(&world, query.as_deref(), fits);
    let posts: Vec<Value> = found.iter().map(|post| world.post_view(post)).collect();
    Json(json!({ "posts": posts, "cursor": cursor })).into_response()
}

/// The newest first. The cursor counts entries, as that of a search does.
fn page<'w>(
    world: &'w World,
    query: Option<&str>,
    fits: impl Fn(&Post) -> bool,
) -> (Vec<&'w Post>, Option<String>) {
    let number = |key| asked(query, key).and_then(|n| n.parse::<usize>().ok());
    let (limit, from) = (number("limit").unwrap_or(25).min(100), number("cursor").unwrap_or(0));
    let mut found: Vec<&Post> = world
        .posts
        .values()
        .filter(|post| world.shown(&post.uri).is_some() && fits(post))
        .collect();
    found.sort_by_key(|post| std::cmp::Reverse((post.sort_at, post.uri.clone())));
    let more = found.len() > from + limit;
    let page = found.into_iter().skip(from).take(limit).collect();
    (page, more.then(|| (from + limit).to_string()))
}
