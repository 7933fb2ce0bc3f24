//! An agent has seen a case: what its customer wrote until then is no longer unread.

use earshot_model::Time;
use earshot_store::reads;

use crate::desk::CasePage;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Marks what a page showed as seen by this agent. It writes only where something was unread, and
    /// makes no event: nobody else's screen changes. Programs read without seeing.
    ///
    /// # Errors
    /// As the database.
    pub async fn mark_read(&self, who: &Staff, page: &CasePage) -> Result<()> {
        if who.is_program() {
            return Ok(());
        }
        let (case, agent) = (page.case.id, who.id());
        let unread = reads::unread(&mut self.db.read(who.org).await?, agent, vec![case]).await?;
        let posts = page.legs.iter().flat_map(|leg| &leg.posts);
        let newest = posts.map(|entry| entry.post.received_at).max();
        let (Some(newest), false) = (newest, unread.is_empty()) else { return Ok(()) };
        // Not later than the page: what came while it was drawn is still unread.
        let seen_at: Time = newest;
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move { Ok(reads::mark(tx, case, agent, seen_at).await?) })
            })
            .await
    }
}
