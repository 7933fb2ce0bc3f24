//! An agent has seen a case: what its customer wrote until then is no longer unread.

use earshot_model::Time;
use earshot_store::{mentions, reads, waiting};

use crate::desk::CasePage;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Marks what a page showed as seen by this agent; a case that was given to them is not taken back
    /// any more, and notes that call them are read. It writes only where there was such a thing, and makes no
    /// event: nobody else's screen changes. Programs read without seeing.
    ///
    /// # Errors
    /// As the database.
    pub async fn mark_read(&self, who: &Staff, page: &CasePage) -> Result<()> {
        if who.is_program() {
            return Ok(());
        }
        let (case, agent, now) = (page.case.id, who.id(), page.now);
        let mut conn = self.db.read(who.org).await?;
        let unread = reads::unread(&mut conn, agent, vec![case]).await?;
        let mine = page.case.owner_id == Some(agent);
        let called = mentions::is_unseen(&mut conn, case, agent).await?;
        let touch = mine && waiting::waits_for_touch(&mut conn, case, agent).await?;
        drop(conn);
        let posts = page.legs.iter().flat_map(|leg| &leg.posts);
        // Not later than the page: what came while it was drawn is still unread.
        let newest = posts.map(|entry| entry.post.received_at).max();
        let seen_at: Option<Time> = newest.filter(|_| !unread.is_empty());
        if seen_at.is_none() && !touch && !called {
            return Ok(());
        }
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if let Some(seen_at) = seen_at {
                        reads::mark(tx, case, agent, seen_at).await?;
                    }
                    if called {
                        mentions::mark(tx, agent, Some(case), now).await?;
                    }
                    if touch {
                        waiting::touched_by(tx, case, agent).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
