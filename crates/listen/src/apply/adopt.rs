//! Our own answer comes back under the id that its channel gave it.

use earshot_model::{Account, ChannelItem};
use earshot_store::{Tx, outbox, posts};

use crate::Result;

/// Gives the channel's id to the post that an answer of ours became, where nobody knew that id when
/// the answer was settled. Gives whether there was such a post: then what came back is no new one.
pub(super) async fn adopt(tx: &mut Tx, account: &Account, item: &ChannelItem) -> Result<bool> {
    let Some(sent) = item.sent_as else { return Ok(false) };
    let message = match outbox::hold(tx, sent).await {
        Ok(message) => message,
        Err(earshot_store::Error::NotFound(_)) => return Ok(false),
        Err(other) => return Err(other.into()),
    };
    let Some(post) = message.post_id else { return Ok(false) };
    // A connector speaks for its own account only, and a post that has its name keeps it.
    let unnamed = message.external_id.as_deref() == Some(message.stand_in().as_str());
    if message.account_id != account.id || !unnamed {
        return Ok(false);
    }
    posts::name(tx, post, &item.id, item.url.as_deref()).await?;
    let mut step = message.step(message.state);
    step.external_id = Some(item.id.clone());
    outbox::advance(tx, &message, &step).await?;
    Ok(true)
}
