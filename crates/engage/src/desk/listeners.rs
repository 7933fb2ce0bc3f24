//! The list of listeners.

use earshot_model::Permission;
use earshot_store::listeners::{self, Listener};

use crate::staff::Staff;
use crate::{Engage, Result};

impl Engage {
    /// All listeners, by name. Asks `listener.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn listeners(&self, who: &Staff) -> Result<Vec<Listener>> {
        who.must(Permission::ListenerRead)?;
        Ok(listeners::all(&mut self.db.read(who.org).await?).await?)
    }
}
