//! Direct messages: `chat.bsky.convo`.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use earshot_model::Time;
use serde::Deserialize;
use serde_json::{Value, json};

use super::FakeBluesky;
use super::gate::refusal;
use super::json::{asked, profile};
use super::repo::kept;
use super::world::{NewMessage, SeenMessage, World};

/// What was said in private, in order.
#[derive(Debug, Default)]
pub(super) struct Talk {
    messages: Vec<Message>,
}

#[derive(Debug, Clone)]
struct Message {
    id: String,
    convo: String,
    sender: String,
    text: String,
    at: Time,
    rev: u64,
}

impl Message {
    fn told(&self) -> Value {
        json!({
            "$type": "chat.bsky.convo.defs#messageView", "id": self.id, "rev": rev(self.rev),
            "text": self.text, "sender": { "did": self.sender }, "sentAt": self.at.to_string(),
        })
    }
}

/// Revisions are compared as text.
fn rev(number: u64) -> String {
    format!("{number:013}")
}

impl World {
    pub(super) fn say(&mut self, new: NewMessage, now: Time) -> String {
        let did = self.did(&new.author);
        let convo = convo_of(&did);
        self.utter(&convo, did, new.text, now)
    }

    /// Gives the id of the message.
    fn utter(&mut self, convo: &str, sender: String, text: String, at: Time) -> String {
        let rev = self.fresh();
        let id = format!("m{rev}");
        self.talk.messages.push(Message {
            id: id.clone(),
            convo: convo.to_owned(),
            sender,
            text,
            at,
            rev,
        });
        format!("{convo}/{id}")
    }

    pub(super) fn letters(&self) -> Vec<SeenMessage> {
        let ours = self.ours().map(|ours| ours.did.as_str()).unwrap_or_default();
        let sent = self.talk.messages.iter().filter(|message| message.sender == ours);
        sent.map(|message| SeenMessage {
            id: format!("{}/{}", message.convo, message.id),
            to: self.other(&message.convo).unwrap_or_default(),
            text: message.text.clone(),
            at: message.at,
        })
        .collect()
    }

    fn other(&self, convo: &str) -> Option<String> {
        let found = self.people.values().find(|person| convo_of(&person.did) == convo);
        found.map(|person| person.handle.clone())
    }

    fn convo(&self, id: &str) -> Option<Value> {
        let other = self.people.values().find(|person| convo_of(&person.did) == id)?;
        let ours = self.ours()?;
        let theirs = |message: &&Message| message.convo == id && message.sender == other.did;
        let unread = self.talk.messages.iter().filter(theirs).count();
        Some(json!({
            "id": id, "rev": rev(1), "members": [profile(ours), profile(other)], "muted": false,
            "status": "request", "unreadCount": unread,
        }))
    }
}

fn convo_of(did: &str) -> String {
    format!("convo-{}", did.trim_start_matches("did:plc:"))
}

pub(super) async fn convo(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Response {
    let id = asked(query.as_deref(), "convoId").unwrap_or_default();
    match fake.world().convo(&id) {
        Some(convo) => Json(json!({ "convo": convo })).into_response(),
        None => refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "Convo not found"),
    }
}

pub(super) async fn with_members(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Response {
    let world = fake.world();
    let did = asked(query.as_deref(), "members").unwrap_or_default();
    let refused = match world.by_did(&did) {
        None => Some("recipient is not found"),
        Some(person) if person.closed => Some("recipient has disabled incoming messages"),
        Some(_) => None,
    };
    match (refused, world.convo(&convo_of(&did))) {
        (Some(words), _) => refusal(StatusCode::BAD_REQUEST, "InvalidRequest", words),
        (None, convo) => Json(json!({ "convo": convo })).into_response(),
    }
}

pub(super) async fn list(State(fake): State<FakeBluesky>) -> Json<Value> {
    let world = fake.world();
    let mut ids: Vec<&str> = world.talk.messages.iter().map(|one| one.convo.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let convos: Vec<Value> = ids.into_iter().filter_map(|id| world.convo(id)).collect();
    Json(json!({ "convos": convos }))
}

/// The newest first.
pub(super) async fn messages(
    State(fake): State<FakeBluesky>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let world = fake.world();
    let (query, id) = (query.as_deref(), asked(query.as_deref(), "convoId").unwrap_or_default());
    let number = |key| asked(query, key).and_then(|n| n.parse::<usize>().ok());
    let (limit, from) = (number("limit").unwrap_or(50).min(100), number("cursor").unwrap_or(0));
    let found: Vec<Value> = world
        .talk
        .messages
        .iter()
        .rev()
        .filter(|message| message.convo == id)
        .skip(from)
        .take(limit)
        .map(Message::told)
        .collect();
    let cursor = (found.len() == limit).then(|| (from + limit).to_string());
    Json(json!({ "messages": found, "cursor": cursor }))
}

/// What happened after the cursor; without one only how far it is.
pub(super) async fn log(State(fake): State<FakeBluesky>, RawQuery(query): RawQuery) -> Json<Value> {
    let world = fake.world();
    let all = &world.talk.messages;
    let latest = all.last().map_or_else(|| rev(0), |last| rev(last.rev));
    let Some(cursor) = asked(query.as_deref(), "cursor") else {
        return Json(json!({ "logs": [], "cursor": latest }));
    };
    let behind: Vec<&Message> = all.iter().filter(|one| rev(one.rev) > cursor).take(50).collect();
    let reached = behind.last().map_or(cursor, |last| rev(last.rev));
    let logs: Vec<Value> = behind
        .into_iter()
        .map(|message| {
            json!({
                "$type": "chat.bsky.convo.defs#logCreateMessage", "rev": rev(message.rev),
                "convoId": message.convo, "message": message.told(),
            })
        })
        .collect();
    Json(json!({ "logs": logs, "cursor": reached }))
}

#[derive(Deserialize)]
pub(super) struct Send {
    #[serde(rename = "convoId")]
    convo: String,
    message: Words,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

pub(super) async fn send(State(fake): State<FakeBluesky>, Json(send): Json<Send>) -> Response {
    if fake.world().convo(&send.convo).is_none() {
        return refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "Convo not found");
    }
    kept(&fake, move |fake| {
        let now = fake.inner.clock.now();
        let mut world = fake.world();
        let ours = world.ours().map(|ours| ours.did.clone()).unwrap_or_default();
        world.utter(&send.convo, ours, send.message.text, now);
        world.talk.messages.last().map_or_else(
            || StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            |message| Json(message.told()).into_response(),
        )
    })
    .await
}
