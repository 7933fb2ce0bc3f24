//! Somebody else was faster.

use earshot_model::{Case, EventKind, OutboxId, OutboxState};
use earshot_store::{Tx, agents, cases, events, outbox};

use super::Answered;
use crate::Result;

/// The newest answer that was written after version `seen` of the case and that still stands. One
/// that was taken back, failed or was rejected is no reason to keep quiet.
pub(super) async fn collision(tx: &mut Tx, case: &Case, seen: i64) -> Result<Option<Answered>> {
    if cases::replied_version(tx, case.id).await? <= seen {
        return Ok(None);
    }
    for event in events::of_case(tx, case.id).await?.iter().rev() {
        if event.kind != EventKind::ReplyHeld {
            continue;
        }
        let Some((id, version)) = held(&event.data) else { continue };
        if version <= seen {
            break;
        }
        if let Some(answered) = standing(tx, id).await? {
            return Ok(Some(answered));
        }
    }
    Ok(None)
}

/// Which message an event tells of, and which version the case had with it.
fn held(data: &str) -> Option<(OutboxId, i64)> {
    let data: serde_json::Value = serde_json::from_str(data).ok()?;
    Some((data.get("outbox")?.as_str()?.parse().ok()?, data.get("version")?.as_i64()?))
}

async fn standing(tx: &mut Tx, id: OutboxId) -> Result<Option<Answered>> {
    let message = match outbox::find(tx, id).await {
        Err(earshot_store::Error::NotFound(_)) => return Ok(None),
        found => found?,
    };
    let gone = matches!(
        message.state,
        OutboxState::Cancelled | OutboxState::Failed | OutboxState::Rejected
    );
    if gone {
        return Ok(None);
    }
    let name = agents::find(tx, message.agent_id).await?.name;
    Ok(Some(Answered {
        id,
        who: message.agent_id,
        name,
        audience: message.audience,
        text: message.text,
        at: message.created_at,
        state: message.state,
    }))
}
