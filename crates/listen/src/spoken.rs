//! A word that was said here, and not on a channel elsewhere: it takes the way of every post.

use earshot_channels::http::wire::checked;
use earshot_model::ChannelEvent;
use earshot_store::inbox::Delivery;

use crate::accept::key_of;
use crate::{Connector, Error, Listen, Result};

impl Listen {
    /// Keeps a word that somebody said in a room of ours. When this returns, it is durable. Gives
    /// whether it is news: the same again is none.
    ///
    /// # Errors
    /// [`Error::Delivery`] for one that breaks the rules of channels, [`Error::Full`] when too much
    /// waits to be written, or what the store says.
    pub async fn spoken(&self, from: Connector, event: ChannelEvent) -> Result<bool> {
        let event = checked(event, self.tools.now())
            .map_err(|_| Error::Delivery("it breaks the rules of channels"))?;
        let (_, event_key) = key_of(&event);
        let payload = serde_json::to_string(&event)
            .map_err(|problem| Error::File(std::io::Error::other(problem)))?;
        let id = self.tools.id();
        let delivery = Delivery { id, account_id: from.account, event_key, payload };
        Ok(self.gather(from.org, vec![delivery]).await?.contains(&id))
    }
}
