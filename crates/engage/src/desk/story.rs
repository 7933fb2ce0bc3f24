//! What happened in a case, from its events.

use earshot_model::{Actor, AgentId, Event, EventKind, PostId, Time};
use serde_json::Value;

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct StoryEntry {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Time,
    /// What.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Actor,
    /// The post that it is about.
    pub post_id: Option<PostId>,
    /// Ids, numbers and codes: an object, whose keys depend on the kind.
    pub data: Value,
}

impl StoryEntry {
    /// The agent who did it, if one did.
    #[must_use]
    pub const fn agent(&self) -> Option<AgentId> {
        match self.actor {
            Actor::Agent(id) => Some(id),
            _ => None,
        }
    }
}

/// The events of a case, oldest first. What cannot be read is a mark of a newer version, and left
/// out.
pub(crate) fn story(events: Vec<Event>) -> Vec<StoryEntry> {
    events
        .into_iter()
        .filter_map(|event| {
            Some(StoryEntry {
                seq: event.seq,
                at: event.at,
                kind: event.kind,
                actor: event.actor.parse().ok()?,
                post_id: event.post_id,
                data: serde_json::from_str(&event.data).ok()?,
            })
        })
        .collect()
}
