//! The playbook that decides now.

use earshot_model::{Permission, Time};
use earshot_playbook::LineSource;
use earshot_store::playbooks;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The playbook that decides now.
#[derive(Debug, Clone)]
pub struct PlaybookPage {
    /// Its number.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// Its lines, in order.
    pub lines: Vec<LineSource>,
}

impl Engage {
    /// The playbook that decides now. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`] where there is none.
    pub async fn playbook(&self, who: &Staff) -> Result<PlaybookPage> {
        who.must(Permission::PlaybookRead)?;
        let found = playbooks::active(&mut self.db.read(who.org).await?).await?;
        let active = found.ok_or(Error::NotFound("playbook"))?;
        let mut lines: Vec<LineSource> = serde_json::from_str(&active.lines)
            .map_err(|error| Error::invalid("playbook", error.to_string()))?;
        lines.sort_by_key(|line| line.number);
        Ok(PlaybookPage { version: active.version, created_at: active.created_at, lines })
    }
}
