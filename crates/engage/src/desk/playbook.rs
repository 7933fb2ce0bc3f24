//! The playbook that decides now.

use earshot_model::{Permission, Time};
use earshot_playbook::{Document, Line, stored_text};
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
    pub lines: Vec<Line>,
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
        let document = Document::read(stored_text(&active.lines)).map_err(|problems| {
            let first = problems.first().map(|problem| problem.message.clone());
            Error::invalid("playbook", first.unwrap_or_default())
        })?;
        let (version, created_at) = (active.version, active.created_at);
        Ok(PlaybookPage { version, created_at, lines: document.lines })
    }
}
