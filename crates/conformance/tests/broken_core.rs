//! Cores that do not keep to the protocol are found out, each at its fault.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use earshot_channels::http::wire::parse_batch;
use earshot_channels::http::{BatchAnswer, ItemAnswer, OPENAPI, Outcome};
use earshot_conformance::core::core;
use earshot_conformance::{Error, Link, Report, Sheet};
use earshot_model::{
    AccountId, ChannelEvent, FixedClock, Instruments, OrderedIds, SeededNoise, Time,
};
use serde_json::json;

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

/// What is wrong with a core.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Flaw {
    /// It lets everybody in.
    Open,
    /// It keeps what it refused.
    Traces,
    /// It takes everything for new.
    Forgetful,
    /// One broken event spoils its batch.
    Strict,
}

#[derive(Clone)]
struct Core {
    flaw: Flaw,
    known: Arc<Mutex<BTreeSet<String>>>,
}

async fn answer(
    State(core): State<Core>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.path().ends_with("openapi.json") {
        return OPENAPI.into_response();
    }
    let proved = headers.get("authorization").is_some_and(|given| given == "Bearer token");
    if method != Method::PUT || !uri.path().ends_with("/events") {
        return if proved { StatusCode::NO_CONTENT } else { refused() }.into_response();
    }
    let Ok(events) = parse_batch(&body, NOW) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if core.flaw == Flaw::Strict && events.iter().any(Result::is_err) {
        return (StatusCode::BAD_REQUEST, Json(json!({ "problem": "odd", "message": "odd" })))
            .into_response();
    }
    if !proved && core.flaw != Flaw::Open && core.flaw != Flaw::Traces {
        return refused().into_response();
    }
    let items = events.into_iter().enumerate().map(|(index, event)| match event {
        Ok(event) => ItemAnswer::stored(index, None, core.store(&event)),
        Err(problem) => problem.into(),
    });
    let answer = BatchAnswer::new(items.collect());
    if proved || core.flaw == Flaw::Open {
        Json(answer).into_response()
    } else {
        refused().into_response()
    }
}

const fn refused() -> StatusCode {
    StatusCode::UNAUTHORIZED
}

impl Core {
    fn store(&self, event: &ChannelEvent) -> Outcome {
        let key = match event {
            ChannelEvent::Upsert { item } => format!("{} {}", item.id, item.revision),
            ChannelEvent::Delete { id, .. } => id.clone(),
            ChannelEvent::Status { sent, .. } => sent.to_string(),
        };
        let new = self.known.lock().unwrap().insert(key);
        if new || self.flaw == Flaw::Forgetful { Outcome::Accepted } else { Outcome::Duplicate }
    }
}

async fn test(flaw: Flaw) -> Report {
    let state = Core { flaw, known: Arc::default() };
    let app = Router::new().fallback(answer).with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    run(base_url).await.unwrap()
}

async fn run(base_url: String) -> Result<Report, Error> {
    let tools = Instruments {
        clock: Arc::new(FixedClock::new(NOW)),
        ids: Arc::new(OrderedIds::new(1)),
        noise: Arc::new(SeededNoise::new(2)),
    };
    let account = AccountId(uuid::Uuid::from_u128(9));
    let link = Link { base_url, account, token: "token".to_owned(), secret: None };
    core(&link, &tools, None, Sheet::new(|_| ())).await
}

#[tokio::test]
async fn every_flaw_fails_at_its_own_check() {
    for (flaw, name) in [
        (Flaw::Open, "proof: no token and no signature is refused"),
        (Flaw::Traces, "proof: what was refused left no trace"),
        (Flaw::Forgetful, "events: a second delivery is a duplicate"),
        (Flaw::Strict, "events: a wrong type is rejected, its neighbours are not"),
    ] {
        let report = test(flaw).await;
        assert!(!report.holds());
        let failures = report.failures();
        assert!(failures.contains(&name), "{flaw:?}: {failures:#?}");
        // What it does right is not held against it.
        let fine = "events: new posts are accepted";
        assert!(!failures.contains(&fine), "{flaw:?}: {failures:#?}");
    }
}

#[tokio::test]
async fn nobody_there_is_said_plainly() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = run(url.clone()).await.unwrap_err().to_string();
    assert!(error.contains(&url) && error.contains("does not answer"), "{error}");
}
