//! An answer on its way into the outbox, past the guard.
//!
//! `write` decides in one transaction whether an answer may go, and holds it for the undo window, or
//! until a colleague agrees (`approval` says whose word it needs, `approve` takes that word).
//! Nothing else inserts into the outbox: `enqueue` takes a `Sendable`, which only the guard makes.

mod approval;
mod approve;
mod collide;
mod direct;
mod enqueue;
mod fit;
mod gate;
mod permit;
mod refusal;
mod target;
mod undo;
mod write;

use earshot_model::{Audience, CaseId, OutboxId, OutboxState, PostId, ThreadId, Time};
use earshot_store::outbox::Message;

pub use approval::Wanted;
pub use earshot_guard::FindingKind;
pub use gate::{CONTACTS, GuardPattern, PATTERNS, PHRASES};
pub use refusal::{Answered, Denied, ReplyRefusal, Stopped};
pub use undo::Undone;

pub(crate) use approval::{Rules, may_approve};
pub(crate) use direct::direct;
pub(crate) use fit::{capabilities, is_by_hand};
pub(crate) use gate::{Gates, compile, list};
pub(crate) use permit::permit;
pub(crate) use target::{Destination, OpenRoom, choose};
pub(crate) use undo::reach;

/// How long an answer can be taken back before it goes, in microseconds: 10 seconds.
pub const UNDO_WINDOW: i64 = 10 * Time::SECOND;

/// An answer that somebody wants to give.
#[derive(Debug, Clone)]
pub struct ReplyRequest {
    /// In which case.
    pub case: CaseId,
    /// Made by the browser, new for every answer: a second submit with it is the same answer.
    pub key: OutboxId,
    /// `Public` or `Private`.
    pub audience: Audience,
    /// The words. White space around them is left out.
    pub text: String,
    /// The conversation in which the agent was told that it will stand; where it would stand elsewhere,
    /// it does not go.
    pub place: Option<ThreadId>,
    /// Whether the agent was told that nobody knows who reads it.
    pub unproved: bool,
    /// The version of the case that the agent saw while writing.
    pub seen: i64,
    /// Why it should go although the guard stops it; at least ten characters.
    pub override_reason: Option<String>,
}

/// An answer that is in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replied {
    /// Its id: the key of the request.
    pub id: OutboxId,
    /// Where it stands: `held` at first, for [`UNDO_WINDOW`].
    pub state: OutboxState,
    /// Who may read it.
    pub audience: Audience,
    /// The words.
    pub text: String,
    /// The post that it answers.
    pub to_post: PostId,
    /// When it goes, unless it is taken back; none while it waits for somebody else's word, or for
    /// nothing that a clock brings.
    pub due_at: Option<Time>,
    /// When it was written.
    pub created_at: Time,
}

impl From<Message> for Replied {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            state: message.state,
            audience: message.audience,
            text: message.text,
            to_post: message.to_post_id,
            due_at: (message.due_at != crate::outbound::NEVER).then_some(message.due_at),
            created_at: message.created_at,
        }
    }
}
