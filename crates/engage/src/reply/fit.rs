//! Whether the channel takes this answer.

use earshot_channels::allowed::{Allowed, CommandKind, allowed};
use earshot_channels::length;
use earshot_model::{Account, Audience, Capabilities, Post};

use super::ReplyRefusal;
use crate::Error;

/// Whether the account may send this text to this audience, in answer to this post.
pub(super) fn fit(
    account: &Account,
    to: &Post,
    audience: Audience,
    text: &str,
) -> Result<(), ReplyRefusal> {
    if account.disabled_at.is_some() {
        return Err(ReplyRefusal::CannotSend { reason: "channel-account-off", alternative: None });
    }
    if to.imported {
        // History came from a file: there is no connector that could carry an answer.
        return Err(ReplyRefusal::CannotSend {
            reason: "channel-imported-post",
            alternative: None,
        });
    }
    let can = capabilities(account)?;
    let (kind, rule) = if audience.is_open() {
        (CommandKind::ReplyPublic, &can.length_public)
    } else {
        (CommandKind::ReplyPrivate, &can.length_private)
    };
    if let Allowed::No { reason, alternative } = allowed(&can, kind) {
        return Err(ReplyRefusal::CannotSend { reason, alternative });
    }
    if length::fits(text, rule) {
        return Ok(());
    }
    Err(ReplyRefusal::TooLong { count: length::count(text, rule), max: rule.max, unit: rule.unit })
}

/// What an account can do, from its row.
pub(crate) fn capabilities(account: &Account) -> Result<Capabilities, Error> {
    serde_json::from_str(&account.capabilities).map_err(|problem| {
        Error::invalid("capabilities", format!("of {} cannot be read: {problem}", account.name))
    })
}
