//! What open screens hear: facts by server-sent events, never pages.
//!
//! An event's id is its number in the organization's log, so a browser that comes back hears what it
//! missed. Each fact is asked for again with the reader's own eyes before it leaves.

mod presence;
mod stream;

pub(crate) use stream::open;
