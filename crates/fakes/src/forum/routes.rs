//! The API, as far as a client like ours asks for it: <https://docs.discourse.org>.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{API_KEY, FakeForum, SeenPost, USERNAME};
use crate::strikes::Strikes;

/// How many posts a page has.
const PAGE: usize = 20;

pub(super) fn routes(fake: &FakeForum) -> Router {
    Router::new()
        .route("/site/basic-info.json", get(basic_info))
        .route("/session/current.json", get(current))
        .route("/posts.json", get(latest).post(create))
        .route("/posts/{file}", get(by_id))
        .route("/posts/by_number/{topic}/{file}", get(by_number))
        .route("/search.json", get(search))
        .route("/user_actions.json", get(actions))
        .layer(from_fn_with_state(fake.strikes.clone(), Strikes::pass))
        .with_state(fake.clone())
}

fn logged_in(headers: &HeaderMap) -> bool {
    let is = |name: &str, right: &str| {
        headers.get(name).is_some_and(|told| told.as_bytes().eq_ignore_ascii_case(right.as_bytes()))
    };
    is("api-key", API_KEY) && is("api-username", USERNAME)
}

/// Refuses a key that is not right; no key at all may look.
fn refused(headers: &HeaderMap) -> Option<Response> {
    let wrong = headers.contains_key("api-key") && !logged_in(headers);
    let words =
        "You are not permitted to view the requested resource. The API username or key is invalid.";
    wrong.then(|| refusal(StatusCode::FORBIDDEN, words))
}

fn refusal(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "errors": [words], "error_type": "invalid" }))).into_response()
}

fn asked<'q>(query: &'q str, key: &str) -> &'q str {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next().unwrap_or_default()
}

fn told(post: &SeenPost) -> Value {
    json!({
        "id": post.id, "username": post.username, "name": "", "user_id": 77,
        "created_at": post.at.timestamp().to_string(), "updated_at": post.updated.timestamp().to_string(),
        "cooked": format!("<p>{}</p>", post.raw), "raw": post.raw, "post_number": post.number,
        "reply_to_post_number": post.reply_to, "topic_id": post.topic, "topic_slug": "lost-bags",
        "topic_title": "Lost bags", "version": post.version, "post_type": 1,
        "user_deleted": post.deleted, "deleted_at": null, "hidden": false,
    })
}

async fn basic_info() -> Json<Value> {
    Json(json!({ "title": "Travellers", "description": "" }))
}

async fn current(headers: HeaderMap) -> Response {
    if logged_in(&headers) {
        return Json(json!({ "current_user": { "id": 5, "username": USERNAME } })).into_response();
    }
    refused(&headers).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

async fn latest(
    State(fake): State<FakeForum>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if let Some(refused) = refused(&headers) {
        return refused;
    }
    let before = asked(&query.unwrap_or_default(), "before").parse().unwrap_or(u64::MAX);
    let posts = fake.posts();
    let mut found: Vec<&SeenPost> =
        posts.iter().filter(|post| post.id < before && !post.deleted).collect();
    found.sort_by_key(|post| std::cmp::Reverse(post.id));
    let told: Vec<Value> = found.into_iter().take(PAGE).map(told).collect();
    Json(json!({ "latest_posts": told })).into_response()
}

async fn by_id(State(fake): State<FakeForum>, Path(file): Path<String>) -> Response {
    let id: u64 = file.trim_end_matches(".json").parse().unwrap_or(0);
    let posts = fake.posts();
    one(posts.iter().find(|post| post.id == id))
}

async fn by_number(
    State(fake): State<FakeForum>,
    Path((topic, file)): Path<(u64, String)>,
) -> Response {
    let number: u64 = file.trim_end_matches(".json").parse().unwrap_or(0);
    let posts = fake.posts();
    one(posts.iter().find(|post| (post.topic, post.number) == (topic, number)))
}

fn one(post: Option<&SeenPost>) -> Response {
    match post.filter(|post| !post.deleted) {
        Some(post) => Json(told(post)).into_response(),
        None => refusal(StatusCode::NOT_FOUND, "The requested URL or resource could not be found."),
    }
}

async fn search(State(fake): State<FakeForum>, RawQuery(query): RawQuery) -> Json<Value> {
    let query = query.unwrap_or_default();
    let words = asked(&query, "q").replace("%20order%3Alatest", "").replace("%20", " ");
    let posts = fake.posts();
    let hits = posts.iter().rev().filter(|post| post.raw.to_lowercase().contains(&words));
    let hits: Vec<Value> = hits.map(|post| json!({ "id": post.id, "blurb": "..." })).collect();
    Json(json!({ "posts": hits, "topics": [] }))
}

async fn actions(State(fake): State<FakeForum>, RawQuery(query): RawQuery) -> Json<Value> {
    let query = query.unwrap_or_default();
    let limit = asked(&query, "limit").parse().unwrap_or(30);
    let posts = fake.posts();
    let theirs = posts.iter().rev().filter(|post| post.username == asked(&query, "username"));
    let theirs: Vec<Value> = theirs
        .take(limit)
        .map(|post| {
            json!({
                "topic_id": post.topic, "post_number": post.number, "action_type": 5,
                "created_at": post.at.timestamp().to_string(),
            })
        })
        .collect();
    Json(json!({ "user_actions": theirs }))
}

#[derive(Deserialize)]
struct Body {
    topic_id: u64,
    reply_to_post_number: Option<u64>,
    raw: String,
}

async fn create(
    State(fake): State<FakeForum>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Response {
    if !logged_in(&headers) {
        return refusal(StatusCode::FORBIDDEN, "You are not permitted to do this.");
    }
    if body.raw.chars().count() < 20 {
        let words = "Body is too short (minimum is 20 characters)";
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, words);
    }
    let number = fake.write(USERNAME, body.topic_id, body.reply_to_post_number, &body.raw);
    let posts = fake.posts();
    one(posts.iter().find(|post| (post.topic, post.number) == (body.topic_id, number)))
}
