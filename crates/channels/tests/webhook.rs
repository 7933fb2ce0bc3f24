//! A command goes to a plug-in over a real connection, signed, and every kind of answer is judged.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use earshot_channels::http::webhook::{Delivery, build, deliver};
use earshot_channels::signature::{Headers, Secret, verify};
use earshot_egress::{Client, Policy};
use earshot_model::{Audience, Command, CommandBody, OutboxId, ResultState, Time};

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn secret() -> Secret {
    Secret::from_bytes(vec![7; 32]).unwrap()
}

fn command() -> Command {
    Command {
        id: OutboxId(uuid::Uuid::from_u128(1)),
        body: CommandBody::Reply {
            thread: "t1".to_owned(),
            to: "p1".to_owned(),
            author: "u1".to_owned(),
            audience: Audience::Private,
            text: "Grüße ✈️".to_owned(),
        },
    }
}

/// A plug-in that verifies the signature and then answers as its path says.
async fn plug_in(Path(kind): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signed = Headers {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
    };
    if verify(&[secret()], signed, &body, NOW).is_err() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match kind.as_str() {
        "done" => r#"{"state": "sent", "id": "p2"}"#.into_response(),
        "odd" => "thanks!".into_response(),
        "silent" => {
            tokio::time::sleep(Duration::from_secs(20)).await;
            StatusCode::OK.into_response()
        }
        status => StatusCode::from_u16(status.parse().unwrap()).unwrap().into_response(),
    }
}

async fn start() -> (String, Client) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let app = Router::new().route("/{kind}", post(plug_in));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut policy = Policy::default().allow(&host);
    policy.answer_within = Duration::from_millis(500);
    (host, Client::new(policy).unwrap())
}

#[tokio::test]
async fn every_answer_is_judged_by_what_it_proves() {
    let (host, client) = start().await;
    let cases = [
        ("done", Some(ResultState::Sent)),
        ("202", None),
        ("200", None),
        ("odd", Some(ResultState::Unknown)),
        ("silent", Some(ResultState::Unknown)),
        ("500", Some(ResultState::Unknown)),
        ("429", Some(ResultState::Retry)),
        ("503", Some(ResultState::Retry)),
        ("422", Some(ResultState::Failed)),
    ];
    for (kind, expected) in cases {
        let request = build(&format!("http://{host}/{kind}"), &[secret()], &command(), NOW);
        let ended = match deliver(&client, request.unwrap()).await.unwrap() {
            Delivery::Taken => None,
            Delivery::Done(result) => {
                assert_eq!(kind, "done", "its own word");
                Some(result.state)
            }
            Delivery::Failed(result) => Some(result.state),
        };
        assert_eq!(ended, expected, "{kind}");
    }
}

#[tokio::test]
async fn wrong_secrets_absent_plug_ins_and_private_addresses_are_told_apart() {
    let (host, client) = start().await;
    let other = Secret::from_bytes(vec![8; 32]).unwrap();
    let url = format!("http://{host}/done");
    let refused = deliver(&client, build(&url, &[other], &command(), NOW).unwrap()).await.unwrap();
    assert!(matches!(refused, Delivery::Failed(result) if result.state == ResultState::Failed));

    let guarded = Client::new(Policy { plain_http: true, ..Policy::default() }).unwrap();
    let request = build(&url, &[secret()], &command(), NOW).unwrap();
    assert!(deliver(&guarded, request).await.is_err());

    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = free.local_addr().unwrap().to_string();
    drop(free);
    let client = Client::new(Policy::default().allow(&gone)).unwrap();
    let request = build(&format!("http://{gone}/done"), &[secret()], &command(), NOW).unwrap();
    let absent = deliver(&client, request).await.unwrap();
    assert!(matches!(absent, Delivery::Failed(result) if result.state == ResultState::Retry));
    assert!(build(&url, &[], &command(), NOW).is_err(), "never unsigned");
}
