//! The guard looks once more at words that are about to leave.

use earshot_guard::{ClosedText, RecheckError, Sendable, Stamp};
use earshot_store::outbox::Message;
use earshot_store::{Conn, cases};
use sha2::{Digest, Sha256};

use crate::{Engage, Result};

/// The words of a message, checked with today's rules, record and notes; or why they may not go.
pub(super) async fn check_again(
    engage: &Engage,
    conn: &mut Conn,
    message: &Message,
) -> Result<Result<Sendable, String>> {
    if let Some(closed) = ClosedText::new(&message.text, message.audience) {
        let same = Sha256::digest(message.text.as_bytes()).as_slice() == message.text_digest;
        return Ok(if same {
            Ok(Sendable::Private(closed))
        } else {
            Err(RecheckError::DigestDiffers.to_string())
        });
    }
    let Some(stamp) = stamp(message) else {
        return Ok(Err("the guard's stamp cannot be read. Write the answer again".to_owned()));
    };
    let case = cases::find(conn, message.case_id).await?;
    let (gate, around) = engage.gates.around(conn, &case, &message.text).await?;
    Ok(gate
        .recheck(&message.text, &stamp, &around.own, &around.notes)
        .map(Sendable::Public)
        .map_err(|refused| refused.to_string()))
}

fn stamp(message: &Message) -> Option<Stamp> {
    Some(Stamp {
        version: message.gate_version,
        digest: message.text_digest.as_slice().try_into().ok()?,
        overridden: serde_json::from_str(&message.overridden).ok()?,
    })
}
