//! The list of listeners.

use earshot_model::{Permission, Time};
use earshot_store::listeners::{self, Listener};

use crate::staff::Staff;
use crate::{Engage, Result};

/// How far back matches are counted: 7 days, in microseconds.
const LATELY: i64 = 7 * Time::DAY;

/// A listener with what it found.
#[derive(Debug, Clone)]
pub struct ListenerRow {
    /// The listener.
    pub listener: Listener,
    /// How many posts it found in the last 7 days.
    pub hits: i64,
    /// When it last found one; none while it never did.
    pub last: Option<Time>,
}

impl Engage {
    /// All listeners, by name. Asks `listener.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn listeners(&self, who: &Staff) -> Result<Vec<ListenerRow>> {
        who.must(Permission::ListenerRead)?;
        let since = self.tools.now().plus(-LATELY);
        let mut conn = self.db.read(who.org).await?;
        let all = listeners::all(&mut conn).await?;
        let hits = listeners::hits_since(&mut conn, since).await?;
        let last = listeners::last_hits(&mut conn).await?;
        let row = |listener: Listener| ListenerRow {
            last: last.iter().find(|h| h.listener_id == listener.id).and_then(|h| h.hit_at),
            hits: hits.iter().find(|h| h.listener_id == listener.id).map_or(0, |h| h.hits),
            listener,
        };
        Ok(all.into_iter().map(row).collect())
    }
}
