//! The requests of the test, and what came back.

use std::time::Duration;

use earshot_channels::http::ProblemAnswer;
use earshot_channels::signature::{Secret, seconds, sign};
use earshot_egress::{Client, Method, Request};
use earshot_model::{AccountId, Instruments, Time};
use serde_json::{Value, json};
use uuid::Uuid;

use super::json::{at, text};
use crate::sheet::{Held, hold, miss};
use crate::{Error, Link};

/// How much of an answer is shown, in characters.
const SHOWN: usize = 300;
/// How often a request is sent again that the core asks to send later.
const TRIES: usize = 10;

/// How a request proves itself.
#[derive(Clone)]
pub(super) enum Proof {
    /// With the account's token.
    Token,
    /// With these headers, or none.
    Headers(Vec<(&'static str, String)>),
}

/// Asks the core.
pub(super) struct Asker<'l> {
    pub(super) link: &'l Link,
    client: Client,
    tools: &'l Instruments,
    /// Begins every id of this run, so that runs do not meet.
    pub(super) mark: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The status; 0 when nothing came.
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// Why nothing came.
    cause: String,
}

impl<'l> Asker<'l> {
    pub(super) fn new(link: &'l Link, client: Client, tools: &'l Instruments) -> Self {
        let id: Uuid = tools.id();
        Self { link, client, tools, mark: format!("conformance-{}", id.simple()) }
    }

    pub(super) fn now(&self) -> Time {
        self.tools.now()
    }

    pub(super) fn fresh(&self) -> Uuid {
        self.tools.id()
    }

    /// An id of this run.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.mark)
    }

    /// Whether anybody is there.
    pub(super) async fn reach(&self) -> Result<(), Error> {
        let url = format!("{}/openapi.json", self.link.root());
        let answer = self.send(Request::get(&url)).await;
        if answer.status == 0 { Err(Error::Silent { url, cause: answer.cause }) } else { Ok(()) }
    }

    /// A request of the account with its token; what the core asks to send later is sent later.
    pub(super) async fn put(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let body = body.into();
        let mut answer = self.request(Method::PUT, path, &Proof::Token, body.clone()).await;
        for _ in 0..TRIES {
            if !matches!(answer.status, 429 | 503) {
                break;
            }
            let wait = answer.header("retry-after").and_then(|text| text.parse().ok());
            tokio::time::sleep(Duration::from_secs(wait.unwrap_or(1).min(10))).await;
            answer = self.request(Method::PUT, path, &Proof::Token, body.clone()).await;
        }
        answer
    }

    /// A batch of events of the account.
    pub(super) async fn events(&self, events: &[Value]) -> Answer {
        self.put("events", json!({ "events": events }).to_string()).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, &Proof::Token, Vec::new()).await
    }

    /// A request to a path of the account.
    pub(super) async fn request(
        &self,
        method: Method,
        path: &str,
        proof: &Proof,
        body: Vec<u8>,
    ) -> Answer {
        self.request_of(self.link.account, method, path, proof, body).await
    }

    /// A request to a path of any account.
    pub(super) async fn request_of(
        &self,
        account: AccountId,
        method: Method,
        path: &str,
        proof: &Proof,
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::new(method, self.link.url(account, path))
            .header("content-type", "application/json")
            .within(Duration::from_secs(70));
        match proof {
            Proof::Token => request = request.bearer(&self.link.token),
            Proof::Headers(headers) => {
                for (name, value) in headers {
                    request = request.header(*name, value);
                }
            }
        }
        if !body.is_empty() {
            request = request.body(body);
        }
        self.send(request).await
    }

    async fn send(&self, request: Request) -> Answer {
        match self.client.send(request).await {
            Ok(answer) => Answer {
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
                cause: String::new(),
            },
            Err(error) => Answer {
                status: 0,
                headers: Vec::new(),
                body: Vec::new(),
                cause: error.to_string(),
            },
        }
    }

    pub(super) async fn description(&self) -> Answer {
        self.send(Request::get(format!("{}/openapi.json", self.link.root()))).await
    }

    /// The headers of a signature over `body`.
    pub(super) fn signed(&self, secrets: &[Secret], at: Time, body: &[u8]) -> Proof {
        let id = format!("msg_{}", self.fresh().simple());
        Proof::Headers(vec![
            ("webhook-signature", sign(secrets, &id, at, body)),
            ("webhook-timestamp", seconds(at).to_string()),
            ("webhook-id", id),
        ])
    }

    /// A public post of a customer.
    pub(super) fn post(&self, name: &str) -> Value {
        json!({ "event": "upsert", "item": {
            "id": self.id(name),
            "revision": "1",
            "surface": "post",
            "audience": "public",
            "thread": self.id("thread"),
            "author": { "id": self.id("author"), "handle": "conformance", "name": "Conformance" },
            "text": format!("A post of the conformance test: {name}"),
            "posted_at": self.now().micros(),
        }})
    }
}

impl Answer {
    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// In words, for people.
    pub(super) fn shown(&self) -> String {
        if self.status == 0 {
            return format!("no answer: {}", self.cause);
        }
        let body: String = String::from_utf8_lossy(&self.body).chars().take(SHOWN).collect();
        let body = body.trim();
        if body.is_empty() {
            format!("status {}", self.status)
        } else {
            format!("status {}, {body}", self.status)
        }
    }

    /// The body; null when it is not JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Holds when the status is one of these.
    pub(super) fn is(&self, statuses: &[u16]) -> Held {
        let expected = statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
        hold(statuses.contains(&self.status), format!("status {expected}"), || self.shown())
    }

    /// Holds when it is a refusal with one of these statuses and a body that a program can read.
    pub(super) fn refuses(&self, statuses: &[u16]) -> Held {
        self.is(statuses)?;
        let told = serde_json::from_slice::<ProblemAnswer>(&self.body);
        let fits = told.is_ok_and(|told| !told.problem.is_empty() && !told.message.is_empty());
        hold(fits, "a body with `problem` and `message`", || self.shown())
    }

    /// Holds when it is a 200 that says of each event one of the words at its place.
    pub(super) fn tells(&self, wanted: &[&[&str]]) -> Held {
        self.is(&[200])?;
        let expected: Vec<String> = wanted.iter().map(|words| words.join(" or ")).collect();
        let expected = format!("an answer that says of the events: {}", expected.join(", "));
        let body = self.json();
        let items = at(&body, "/items").as_array().map_or(0, Vec::len);
        let fits = items == wanted.len()
            && wanted.iter().enumerate().all(|(place, words)| {
                words.contains(&outcome(&body, place)) && *index(&body, place) == place
            });
        hold(fits, &expected, || self.shown())?;
        for word in ["accepted", "duplicate", "rejected"] {
            let told = (0..items).filter(|at| outcome(&body, *at) == word).count();
            if *at(&body, &format!("/{word}")) != told {
                return miss(format!("`{word}` to be {told}, as the items say"), self.shown());
            }
        }
        Ok(())
    }

    /// Holds when the event at `index` is rejected with a field and a message.
    pub(super) fn rejects(&self, index: usize) -> Held {
        self.is(&[200])?;
        let body = self.json();
        let item = at(&body, &format!("/items/{index}"));
        let said = |path: &str| !text(item, path).is_empty();
        let fits = text(item, "/outcome") == "rejected" && said("/field") && said("/message");
        hold(fits, format!("item {index} rejected, with `field` and `message`"), || self.shown())
    }
}

/// What an answer says of the event at a place; empty when it does not say.
fn outcome(body: &Value, place: usize) -> &str {
    text(body, &format!("/items/{place}/outcome"))
}

/// The place that an answer gives to the event at a place.
fn index(body: &Value, place: usize) -> &Value {
    at(body, &format!("/items/{place}/index"))
}
