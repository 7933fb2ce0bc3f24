//! Whether the channel takes this answer.

use earshot_channels::allowed::{Allowed, CommandKind, PostNow, allowed_now};
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
    let can = capabilities(account)?;
    let (kind, rule) = if audience.is_open() {
        (CommandKind::ReplyPublic, &can.length_public)
    } else {
        (CommandKind::ReplyPrivate, &can.length_private)
    };
    let now = PostNow { account_on: account.disabled_at.is_none(), imported: to.imported };
    if let Allowed::No { reason, alternative } = allowed_now(&can, now, kind) {
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
