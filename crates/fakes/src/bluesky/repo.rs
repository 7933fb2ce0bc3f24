//! The brand's own repository: what it posts, with the faults that were planned.

use std::time::Duration;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::gate::refusal;
use super::json::asked;
use super::{BlueskyFault as F, FakeBluesky};
use crate::broken::dropped;

/// How late a late record is.
const LATE: Duration = Duration::from_secs(3);

pub(super) async fn resolve(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Response {
    let handle = asked(query.as_deref(), "handle").unwrap_or_default();
    match fake.world().people.get(&handle) {
        Some(person) => Json(json!({ "did": person.did })).into_response(),
        None => refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "Unable to resolve handle"),
    }
}

pub(super) async fn show(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let part = |key| asked(query.as_deref(), key).unwrap_or_default();
    let uri = format!("at://{}/{}/{}", part("repo"), part("collection"), part("rkey"));
    match fake.world().standing(&uri) {
        Some(post) => {
            Json(json!({ "uri": uri, "cid": post.cid, "value": post.record })).into_response()
        }
        None => {
            let words = format!("Could not locate record: {uri}");
            refusal(StatusCode::BAD_REQUEST, "RecordNotFound", &words)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Put {
    repo: String,
    collection: String,
    rkey: String,
    record: Value,
    #[serde(default, rename = "swapRecord", deserialize_with = "said")]
    swap: Option<Option<String>>,
}

/// Whether a field was there at all: `null` says that there must be none.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

pub(super) async fn put(State(fake): State<FakeBluesky>, Json(put): Json<Put>) -> Response {
    if let Some(refused) = refused(&fake, &put) {
        return refused;
    }
    kept(&fake, move |fake| show_it(fake, &put)).await
}

/// Carries something out, as the planned faults let it.
pub(super) async fn kept(
    fake: &FakeBluesky,
    work: impl FnOnce(&FakeBluesky) -> Response + Send + 'static,
) -> Response {
    if fake.world().faults.strikes(F::AcceptLate) {
        // Whoever asked may have hung up by then: it is kept all the same.
        let fake = fake.clone();
        let late = tokio::spawn(async move {
            tokio::time::sleep(LATE).await;
            work(&fake)
        });
        return late.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    }
    let answer = work(fake);
    let (drops, fails) = {
        let faults = &mut fake.world().faults;
        (faults.strikes(F::AcceptThenDrop), faults.strikes(F::AcceptThenFail))
    };
    if drops {
        return dropped();
    }
    if fails {
        return (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response();
    }
    answer
}

fn refused(fake: &FakeBluesky, put: &Put) -> Option<Response> {
    let world = fake.world();
    let invalid = |words: &str| Some(refusal(StatusCode::BAD_REQUEST, "InvalidRequest", words));
    if world.ours().is_none_or(|ours| ours.did != put.repo) {
        return invalid("the repo does not match the session");
    }
    let key = put.rkey.len() == 13
        && put.rkey.bytes().all(|b| b"234567abcdefghijklmnopqrstuvwxyz".contains(&b));
    if put.collection != "app.bsky.feed.post" || !key {
        return invalid("Invalid record key");
    }
    let text = put.record.get("text").and_then(Value::as_str)?;
    if text.len() > 3_000 || text.chars().count() > 300 {
        return invalid(
            "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes",
        );
    }
    None
}

/// Puts the record, unless there must be none and there is.
fn show_it(fake: &FakeBluesky, put: &Put) -> Response {
    let now = fake.inner.clock.now();
    let mut world = fake.world();
    let uri = format!("at://{}/{}/{}", put.repo, put.collection, put.rkey);
    if put.swap == Some(None)
        && let Some(there) = world.standing(&uri)
    {
        let words = format!("Record was at {}", there.cid);
        return refusal(StatusCode::BAD_REQUEST, "InvalidSwap", &words);
    }
    let uri = world.put(&put.rkey, put.record.clone(), now);
    let cid = world.posts.get(&uri).map(|post| post.cid.clone());
    Json(json!({ "uri": uri, "cid": cid, "validationStatus": "valid" })).into_response()
}
