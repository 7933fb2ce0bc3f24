//! What a server says, read leniently: servers differ, and leave things out. Pure.

mod item;
mod shapes;
mod sse;

pub use crate::plain::plain;
pub use item::{Me, item, same_words, thread_of, without_mentions};
pub use shapes::{
    AccountShape, AppShape, ContextShape, InstanceShape, MentionShape, NotificationShape,
    OldInstanceShape, StatusShape,
};
pub use sse::{Sse, SseEvent};

#[cfg(test)]
mod tests;
