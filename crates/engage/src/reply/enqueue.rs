//! The one door into the outbox.

use earshot_guard::Sendable;
use earshot_model::{
    AccountId, AgentId, Audience, CaseId, OutboxId, OutboxState, PostId, ThreadId, Time,
};
use earshot_store::Tx;
use earshot_store::outbox::{self, Message};
use sha2::{Digest, Sha256};

use super::ReplyRefusal;
use crate::{Error, Result};

/// Everything about a message but its words.
pub(super) struct Envelope {
    pub(super) id: OutboxId,
    pub(super) case_id: CaseId,
    pub(super) account_id: AccountId,
    pub(super) thread_id: ThreadId,
    pub(super) to_post_id: PostId,
    pub(super) agent_id: AgentId,
    pub(super) audience: Audience,
    pub(super) override_reason: Option<String>,
    /// When it may go.
    pub(super) due_at: Time,
    pub(super) now: Time,
}

/// Puts words that may go into the outbox, held until they are due. Words for a closed audience
/// cannot be put under an open one.
pub(super) async fn enqueue(
    tx: &mut Tx,
    words: &Sendable,
    envelope: Envelope,
    salt: [u8; 16],
) -> Result<Message, ReplyRefusal> {
    if !words.fits(envelope.audience) {
        return Err(Error::invalid("audience", "these words were not checked for it").into());
    }
    let message = message(words, envelope)?;
    if outbox::insert(tx, &message, salt).await? {
        Ok(message)
    } else {
        Err(ReplyRefusal::KeyTaken(message.id))
    }
}

fn message(words: &Sendable, envelope: Envelope) -> Result<Message> {
    let (text_digest, gate_version, overridden) = match words {
        Sendable::Public(safe) => {
            let overridden = serde_json::to_string(safe.overridden())
                .map_err(|problem| Error::invalid("findings", problem.to_string()))?;
            (safe.digest().to_vec(), safe.version(), overridden)
        }
        Sendable::Private(closed) => {
            (Sha256::digest(closed.text().as_bytes()).to_vec(), 0, "[]".to_owned())
        }
    };
    Ok(Message {
        id: envelope.id,
        case_id: envelope.case_id,
        account_id: envelope.account_id,
        thread_id: envelope.thread_id,
        to_post_id: envelope.to_post_id,
        agent_id: envelope.agent_id,
        audience: envelope.audience,
        text: words.text().to_owned(),
        text_digest,
        gate_version,
        overridden,
        override_reason: envelope.override_reason,
        state: OutboxState::Held,
        attempts: 0,
        due_at: envelope.due_at,
        lease_until: None,
        external_id: None,
        post_id: None,
        problem: None,
        created_at: envelope.now,
        finished_at: None,
    })
}
