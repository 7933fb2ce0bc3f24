//! Connectors that sign their requests in place of sending a token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode};
use earshot_channels::signature::{Secret, seconds, sign};
use earshot_engage::staff::{Connected, NewAccount};
use earshot_model::{AccountId, Actor, Capabilities, Time};
use earshot_store::inbox;
use http_body_util::{BodyExt as _, Full};
use serde_json::json;

use crate::brand::{Brand, upsert};
use crate::browser::{Seen, send};
use crate::world::World;

type Pairs = Vec<(&'static str, String)>;

/// An account that signs.
async fn connect(brand: &Brand<'_>, handle: &str) -> Connected {
    let new = NewAccount {
        channel: "forum".to_owned(),
        handle: handle.to_owned(),
        name: String::new(),
        capabilities: Capabilities::default(),
    };
    let engage = &brand.world.engage;
    let made = engage.connect_signing_account_as(brand.org, Actor::System, new, None).await;
    made.expect("an account")
}

/// The three headers over a body.
fn headers(secret: &Secret, id: &str, at: Time, body: &str) -> Pairs {
    let signature = sign(std::slice::from_ref(secret), id, at, body.as_bytes());
    vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds(at).to_string()),
        ("webhook-signature", signature),
    ]
}

/// The same headers with another value of one of them.
fn with(headers: &Pairs, name: &str, value: &str) -> Pairs {
    let changed = headers.iter().map(|(known, old)| {
        let value = if *known == name { value } else { old };
        (*known, value.to_owned())
    });
    changed.collect()
}

fn without(headers: &Pairs, name: &str) -> Pairs {
    headers.iter().filter(|header| header.0 != name).cloned().collect()
}

/// Sends a body to a path of an account.
async fn ask(
    world: &World,
    of: &Connected,
    (method, path): (Method, &str),
    headers: &Pairs,
    body: &str,
) -> Seen {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/api/channel/v1/{}/{path}", of.account.id))
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    send(&world.app, request.body(Body::from(body.to_owned())).expect("a request")).await
}

const EVENTS: (Method, &str) = (Method::PUT, "events");
const STATE: (Method, &str) = (Method::PUT, "state");

fn batch(id: &str) -> String {
    json!({ "events": [upsert(id, "mirela", "where is my bag?")] }).to_string()
}

/// How many rows wait in the inbox.
async fn rows(brand: &Brand<'_>) -> i64 {
    let mut conn = brand.world.db.read(brand.org).await.expect("a connection");
    inbox::backlog(&mut conn).await.expect("a number")
}

#[tokio::test]
async fn a_signature_opens_every_path_of_its_account() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mine = connect(&brand, "mine").await;
    let (now, body) = (world.now(), batch("p1"));
    let signed = headers(&mine.secret, "m1", now, &body);
    let seen = ask(&world, &mine, EVENTS, &signed, &body).await;
    assert_eq!((seen.status, rows(&brand).await), (StatusCode::OK, 1), "{}", seen.text());
    assert_eq!(seen.json()["accepted"], 1);
    let kept = r#"{"state": "cursor 7"}"#;
    let signed = headers(&mine.secret, "m2", now, kept);
    assert_eq!(ask(&world, &mine, STATE, &signed, kept).await.status, StatusCode::NO_CONTENT);
    let signed = headers(&mine.secret, "m3", now, "");
    let seen = ask(&world, &mine, (Method::GET, "state"), &signed, "").await;
    assert_eq!(seen.json()["state"], "cursor 7");
}

#[tokio::test]
async fn what_is_not_signed_right_gets_401_and_leaves_no_row() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (mine, other) = (connect(&brand, "mine").await, connect(&brand, "other").await);
    let (now, body) = (world.now(), batch("p1"));
    let good = headers(&mine.secret, "m1", now, &body);
    let short = good[2].1.split_at(good[2].1.len() - 4).0;
    let bearer = ("authorization", "Bearer wrong".to_owned());
    for (why, sent) in [
        ("nothing", Vec::new()),
        ("no id", without(&good, "webhook-id")),
        ("no time", without(&good, "webhook-timestamp")),
        ("no signature", without(&good, "webhook-signature")),
        ("an empty one", with(&good, "webhook-signature", "")),
        ("a short one", with(&good, "webhook-signature", short)),
        ("another id", with(&good, "webhook-id", "m2")),
        ("another account's", headers(&other.secret, "m1", now, &body)),
        ("other words", headers(&mine.secret, "m1", now, &batch("p2"))),
        ("old", headers(&mine.secret, "m1", now.plus(-301 * Time::SECOND), &body)),
        ("early", headers(&mine.secret, "m1", now.plus(301 * Time::SECOND), &body)),
        ("a wrong token beside it", [good.clone(), vec![bearer]].concat()),
    ] {
        let seen = ask(&world, &mine, EVENTS, &sent, &body).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{why}");
        assert_eq!(seen.json()["problem"], "unauthorized", "{why}");
        assert_eq!(rows(&brand).await, 0, "{why}");
    }
    let theirs = ask(&world, &other, EVENTS, &good, &body).await;
    assert_eq!((theirs.status, rows(&brand).await), (StatusCode::UNAUTHORIZED, 0));
    assert_eq!(ask(&world, &mine, EVENTS, &good, &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_signature_counts_once() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mine = connect(&brand, "mine").await;
    let kept = |what: &str| json!({ "state": what }).to_string();
    let old = headers(&mine.secret, "m1", world.now(), &kept("old"));
    assert!(ask(&world, &mine, STATE, &old, &kept("old")).await.status.is_success());
    world.clock.advance(Time::MINUTE);
    let new = headers(&mine.secret, "m1", world.now(), &kept("new"));
    assert!(ask(&world, &mine, STATE, &new, &kept("new")).await.status.is_success());
    let again = ask(&world, &mine, STATE, &old, &kept("old")).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let signed = headers(&mine.secret, "m2", world.now(), "");
    let seen = ask(&world, &mine, (Method::GET, "state"), &signed, "").await;
    assert_eq!(seen.json()["state"], "new");
}

/// Sends a body that says whether anybody read it.
async fn is_read(world: &World, account: AccountId, headers: &Pairs) -> (Seen, bool) {
    let touched = Arc::new(AtomicBool::new(false));
    let seen = touched.clone();
    let body = Full::new(Bytes::from(batch("p1"))).map_frame(move |frame| {
        seen.store(true, Ordering::SeqCst);
        frame
    });
    let mut request = Request::builder()
        .method(Method::PUT)
        .uri(format!("/api/channel/v1/{account}/events"))
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let answer = send(&world.app, request.body(Body::new(body)).expect("a request")).await;
    (answer, touched.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_body_that_nobody_can_have_signed_is_not_read() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mine = connect(&brand, "mine").await;
    let now = world.now();
    let good = headers(&mine.secret, "m1", now, &batch("p1"));
    let (seen, read) = is_read(&world, mine.account.id, &good).await;
    assert_eq!((seen.status, read), (StatusCode::OK, true), "one that is signed is read");
    let nobody: AccountId = uuid::Uuid::from_u128(7).into();
    let late = headers(&mine.secret, "m2", now.plus(-301 * Time::SECOND), &batch("p1"));
    let fresh = headers(&mine.secret, "m3", now, &batch("p1"));
    for (why, account, headers) in [
        ("an account that is not there", nobody, &fresh),
        ("an account without a secret", brand.account.parse().expect("an id"), &fresh),
        ("an old time", mine.account.id, &late),
        ("an odd id", mine.account.id, &with(&fresh, "webhook-id", "ä")),
    ] {
        let (seen, read) = is_read(&world, account, headers).await;
        assert_eq!((seen.status, read), (StatusCode::UNAUTHORIZED, false), "{why}");
    }
}
