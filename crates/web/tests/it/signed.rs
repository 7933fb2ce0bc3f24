//! Connectors that sign their requests in place of sending a token.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use earshot_channels::signature::{Secret, seconds, sign};
use earshot_engage::staff::NewAccount;
use earshot_model::{Actor, Capabilities, Time};
use serde_json::json;

use crate::brand::{Brand, upsert};
use crate::browser::{Seen, send};
use crate::world::World;

struct Signing<'w> {
    world: &'w World,
    account: String,
    secret: Secret,
}

impl Signing<'_> {
    /// Signs one body and sends another one, which is the same for honest senders.
    async fn put(&self, id: &str, at: Time, signed: &str, sent: &str) -> Seen {
        let request = Request::builder()
            .method(Method::PUT)
            .uri(format!("/api/channel/v1/{}/events", self.account))
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds(at).to_string())
            .header(
                "webhook-signature",
                sign(std::slice::from_ref(&self.secret), id, at, signed.as_bytes()),
            )
            .body(Body::from(sent.to_owned()))
            .expect("a request");
        send(&self.world.app, request).await
    }
}

#[tokio::test]
async fn a_signed_batch_is_taken_and_a_wrong_signature_leaves_no_trace() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let new = NewAccount {
        channel: "mastodon".to_owned(),
        handle: "signs".to_owned(),
        name: String::new(),
        capabilities: Capabilities::default(),
    };
    let made = world.engage.connect_signing_account_as(brand.org, Actor::System, new, None).await;
    let made = made.expect("an account");
    let (account, secret) = (made.account.id.to_string(), made.secret);
    let signing = Signing { world: &world, account, secret };
    let body = json!({ "events": [upsert("p1", "ann", "hello")] }).to_string();
    let now = world.now();
    let late = now.plus(-6 * Time::MINUTE);
    for (id, at, sent) in [("m1", late, body.clone()), ("m2", now, body.replace("hello", "forged"))]
    {
        let seen = signing.put(id, at, &body, &sent).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{id}");
    }
    let taken = signing.put("m3", now, &body, &body).await;
    assert_eq!((taken.status, &taken.json()["accepted"]), (StatusCode::OK, &json!(1)));
    let again = signing.put("m3", now, &body, &body).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "a signature counts once");
    let huge = " ".repeat(4 * 1024 * 1024 + 1);
    assert_eq!(signing.put("m4", now, &huge, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
