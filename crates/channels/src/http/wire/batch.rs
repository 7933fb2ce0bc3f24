//! Cuts a body into events, without letting one bad event spoil the others.

use earshot_model::{ChannelEvent, Time};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::event::read_event;
use super::utf8::Decoded;
use crate::http::{BatchProblem, ItemProblem, Limits};

/// A body of `PUT .../events`. The events stay unread until each is read alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'b> {
    #[serde(borrow)]
    events: Vec<&'b RawValue>,
}

/// Reads the body of `PUT /api/channel/v1/{account}/events`: `{"events": [...]}`.
///
/// The answer has one entry for every event, in order. An event that is broken, has unknown fields,
/// a wrong type, a value out of bounds or bytes that are not UTF-8 becomes an [`ItemProblem`] and
/// leaves its neighbours alone. A date up to 24 hours ahead of `now` is taken for a wrong clock and
/// becomes `now`; one further ahead, or before 1990, is a problem.
///
/// # Errors
/// A [`BatchProblem`] when the body as a whole cannot be read: over 4 MiB, over 500 events, not JSON,
/// or not an object with `events` alone.
pub fn parse_batch(
    body: &[u8],
    now: Time,
) -> Result<Vec<Result<ChannelEvent, ItemProblem>>, BatchProblem> {
    if body.len() > Limits::BODY {
        return Err(BatchProblem::TooLong { size: body.len() });
    }
    let text = Decoded::from(body);
    let mut reader = serde_json::Deserializer::from_str(text.as_str());
    let parsed: Body<'_> = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = match error.path().to_string().as_str() {
            "." | "?" => "body".to_owned(),
            path => path.to_owned(),
        };
        BatchProblem::Unreadable { field, message: error.inner().to_string() }
    })?;
    reader.end().map_err(|error| BatchProblem::Unreadable {
        field: "body".to_owned(),
        message: error.to_string(),
    })?;
    if parsed.events.len() > Limits::EVENTS {
        return Err(BatchProblem::TooMany { count: parsed.events.len() });
    }
    let read = |(index, raw): (usize, &&RawValue)| {
        let event = read_event(raw.get(), now);
        if text.is_broken(raw.get()) {
            let id = event.ok().and_then(|event| id_of(&event));
            let message = "the bytes are not UTF-8: send the text as UTF-8".to_owned();
            return Err(ItemProblem { index, id, field: "event".to_owned(), message });
        }
        event.map_err(|fault| ItemProblem {
            index,
            id: fault.id,
            field: fault.field,
            message: fault.message,
        })
    };
    Ok(parsed.events.iter().enumerate().map(read).collect())
}

fn id_of(event: &ChannelEvent) -> Option<String> {
    match event {
        ChannelEvent::Upsert { item } => Some(item.id.clone()),
        ChannelEvent::Delete { id, .. } => Some(id.clone()),
        ChannelEvent::Status { id, .. } => id.clone(),
    }
}
