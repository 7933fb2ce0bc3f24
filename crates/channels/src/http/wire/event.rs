//! Reads one event and names what is wrong with it.

use earshot_model::{ChannelEvent, ChannelItem, OutboxId, ResultState, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::check::{check, date};

/// What is wrong with an event, before its place in the batch is known.
pub(super) struct Fault {
    pub(super) id: Option<String>,
    pub(super) field: String,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { id: None, field: field.into(), message: message.into() }
    }
}

// The events as they stand on the wire, one struct a kind: read one by one they name the field that
// is wrong, which the tagged enum of the vocabulary cannot.

#[derive(Deserialize)]
struct Tag {
    event: String,
    id: Option<serde_json::Value>,
    item: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Upsert {
    #[serde(rename = "event")]
    _event: String,
    item: Box<ChannelItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delete {
    #[serde(rename = "event")]
    _event: String,
    id: String,
    at: Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    #[serde(rename = "event")]
    _event: String,
    sent: OutboxId,
    state: ResultState,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    detail: Option<String>,
}

#[derive(Deserialize)]
struct TagOnly {
    event: String,
}

/// Reads one event from its JSON, and checks every value in it.
pub(super) fn read_event(json: &str, now: Time) -> Result<ChannelEvent, Fault> {
    let tag = read::<TagOnly>(json)?.event;
    let event = match tag.as_str() {
        "upsert" => read::<Upsert>(json).map(|upsert| ChannelEvent::Upsert { item: upsert.item }),
        "delete" => {
            read::<Delete>(json).map(|delete| ChannelEvent::Delete { id: delete.id, at: delete.at })
        }
        "status" => read::<Status>(json).map(|status| ChannelEvent::Status {
            sent: status.sent,
            state: status.state,
            id: status.id,
            detail: status.detail,
        }),
        other => {
            let shown: String = other.chars().take(40).collect();
            Err(Fault::new(
                "event",
                format!("\"{shown}\" is not known: use upsert, delete or status"),
            ))
        }
    };
    event.and_then(|event| check(event, now)).map_err(|fault| Fault { id: named(json), ..fault })
}

/// Reads JSON into `T`; the fault carries the path of the field.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "event".to_owned() } else { path };
        Fault::new(field, plain(&error.inner().to_string()))
    })?;
    reader.end().map_err(|error| Fault::new("event", plain(&error.to_string())))?;
    Ok(value)
}

/// The message without "at line 1 column 2", which counts from the start of the event and would
/// mislead, and never longer than a line: it may quote the sender.
fn plain(message: &str) -> String {
    let cut = message.rfind(" at line ").and_then(|at| message.get(..at)).unwrap_or(message);
    cut.chars().take(300).collect()
}

/// The id of the post, as far as it can be read from a broken event.
fn named(json: &str) -> Option<String> {
    let tag: Tag = serde_json::from_str(json).ok()?;
    let id = match tag.event.as_str() {
        "upsert" => tag.item?.get("id")?.clone(),
        _ => tag.id?,
    };
    let id = id.as_str()?;
    (id.len() <= crate::http::Limits::ID).then(|| id.to_owned())
}

/// An event within the bounds of the protocol, with its dates mended: what the server's own channels
/// read is held to them as well.
///
/// # Errors
/// What is wrong, with the field.
pub fn checked(event: ChannelEvent, now: Time) -> Result<ChannelEvent, String> {
    check(event, now).map_err(|fault| format!("{}: {}", fault.field, fault.message))
}

/// Used by the checks, so that both places speak of dates in the same way.
pub(super) fn dated(field: &str, at: Time, now: Time) -> Result<Time, Fault> {
    date(at, now).map_err(|message| Fault::new(field, message))
}
