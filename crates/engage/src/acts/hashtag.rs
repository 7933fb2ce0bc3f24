//! Somebody has seen that a hashtag is used against the brand.

use earshot_model::{EventKind, HashtagAlertId, NewEvent, Permission};
use earshot_store::hashtags;
use serde_json::json;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Notes that this agent has seen an alert about a hashtag: it calls nobody any more. Who was first
    /// stays. Asks `listener.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn see_hashtag(&self, who: &Staff, id: HashtagAlertId) -> Result<()> {
        who.must(Permission::ListenerWrite)?;
        let (acting, agent) = (self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    hashtags::find(tx, id).await?;
                    if hashtags::see(tx, id, agent, acting.at()).await? {
                        let actor = acting.moment.actor;
                        let event = NewEvent::new(acting.at(), EventKind::HashtagSeen, actor);
                        tx.emit(event.data(json!({ "alert": id })));
                    }
                    Ok(())
                })
            })
            .await
    }
}
