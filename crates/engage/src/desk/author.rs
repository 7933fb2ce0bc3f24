//! Whose words a post holds, as seen from one case.

use std::collections::HashMap;

use earshot_model::{AgentId, Case, Direction, Identity, Post, PostId};
use earshot_store::outbox::Message;

/// Whose words a post holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The customer of this case.
    Customer,
    /// Somebody else who took part.
    Onlooker,
    /// The brand; with the agent when it went out from here.
    Brand(Option<AgentId>),
}

/// Which agent wrote which post.
pub(crate) fn writers(outbox: &[Message]) -> HashMap<PostId, AgentId> {
    outbox.iter().filter_map(|message| Some((message.post_id?, message.agent_id))).collect()
}

/// Whose words this post holds.
pub(crate) fn author(
    post: &Post,
    case: &Case,
    identity: Option<&Identity>,
    writers: &HashMap<PostId, AgentId>,
) -> Author {
    let ours = post.direction == Direction::Outbound || identity.is_some_and(|i| i.ours);
    if ours {
        Author::Brand(writers.get(&post.id).copied())
    } else if post.person_id == case.person_id {
        Author::Customer
    } else {
        Author::Onlooker
    }
}
