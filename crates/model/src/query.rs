//! Which cases a list shows.

use crate::{AgentId, QueueId};

/// A list of cases that the desk can show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CaseList {
    /// Those of one agent.
    Mine(AgentId),
    /// Those nobody has.
    Unassigned,
    /// Those of one queue.
    Queue(QueueId),
    /// Those that have this tag, as [`crate::tag`] writes it.
    Tag(String),
    /// Those that were resolved and have not ended in public, where they began.
    Loops,
    /// All that may be seen.
    All,
}

/// A slice of a list, by offset from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many rows to leave out.
    pub offset: i64,
    /// How many rows to show at most.
    pub limit: i64,
}
