//! What open screens hear: facts by server-sent events, never pages.
//!
//! An event's id is its number in the organization's log, so a browser that comes back hears what it
//! missed. Each fact is asked for again with the reader's own eyes before it leaves.

mod presence;
mod stream;

use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderValue;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::{Stream, StreamExt as _};

pub(crate) use stream::open;

/// A sign of life for proxies and browsers, at least so often.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// An answer that goes on for as long as somebody listens.
pub(crate) fn streamed(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let mut response: Response = Sse::new(events.map(Ok::<_, Infallible>))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE).text("here"))
        .into_response();
    // A proxy that gathers an answer before it passes it on would make live screens late.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
