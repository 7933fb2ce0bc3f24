//! The playbook that decides now.

use std::collections::{BTreeSet, HashMap};

use earshot_model::{Decision, Permission, Time};
use earshot_playbook::{Document, Line, stored_text};
use earshot_store::{playbooks, verdicts};

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
    /// How many of the latest posts each line had a part in, by its number.
    pub used: HashMap<i64, usize>,
    /// How many posts were looked at for that.
    pub looked_at: usize,
}

/// So many of the latest decisions are counted: enough to see which lines work, and read in a moment.
const LATEST: i64 = 2_000;

impl Engage {
    /// The playbook that decides now. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`] where there is none.
    pub async fn playbook(&self, who: &Staff) -> Result<PlaybookPage> {
        who.must(Permission::PlaybookRead)?;
        let mut conn = self.db.read(who.org).await?;
        let found = playbooks::active(&mut conn).await?;
        let active = found.ok_or(Error::NotFound("playbook"))?;
        let document = Document::read(stored_text(&active.lines)).map_err(|problems| {
            let first = problems.first().map(|problem| problem.message.clone());
            Error::invalid("playbook", first.unwrap_or_default())
        })?;
        let (version, created_at) = (active.version, active.created_at);
        let decisions = verdicts::latest_decisions(&mut conn, LATEST).await?;
        let (used, looked_at) = used(&decisions);
        Ok(PlaybookPage { version, created_at, lines: document.lines, used, looked_at })
    }
}

/// How many decisions name each line, and how many decisions there are. One that was erased says
/// nothing and is not counted.
fn used(decisions: &[String]) -> (HashMap<i64, usize>, usize) {
    let mut used = HashMap::new();
    let mut looked_at = 0;
    for decision in decisions {
        let Ok(decision) = serde_json::from_str::<Decision>(decision) else { continue };
        looked_at += 1;
        let lines: BTreeSet<i64> = decision.reasons.iter().filter_map(|why| why.line).collect();
        for line in lines {
            *used.entry(line).or_insert(0) += 1;
        }
    }
    (used, looked_at)
}
