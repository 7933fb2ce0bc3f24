//! Whether the channel takes this answer.

use earshot_channels::allowed::{self, Allowed, CommandKind, PostNow, allowed_now};
use earshot_channels::length;
use earshot_model::{Account, Audience, Capabilities, Post};

use super::ReplyRefusal;
use crate::Error;

/// Whether the account may send this text to this audience, in answer to this post. What a person gives
/// at the source, by hand, is held to the same length.
pub(super) fn fit(
    account: &Account,
    to: &Post,
    audience: Audience,
    text: &str,
) -> Result<(), ReplyRefusal> {
    let can = capabilities(account)?;
    let (kind, rule) = if audience.is_open() {
        (CommandKind::ReplyPublic, &can.length_public)
    } else {
        (CommandKind::ReplyPrivate, &can.length_private)
    };
    let now = PostNow { account_on: account.disabled_at.is_none(), imported: to.imported };
    match allowed_now(&can, now, kind) {
        Allowed::Yes | Allowed::No { alternative: Some(CommandKind::HandOff), .. } => {}
        Allowed::No { reason, alternative } => {
            return Err(ReplyRefusal::CannotSend { reason, alternative });
        }
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

/// Whether a person has to give an answer of this account to this audience at the source, by hand.
pub(crate) fn is_by_hand(account: &Account, audience: Audience) -> bool {
    capabilities(account).is_ok_and(|can| allowed::is_by_hand(&can, audience))
}
