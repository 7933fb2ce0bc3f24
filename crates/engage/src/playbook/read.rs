//! Versions of the playbook, to read.

use std::collections::{BTreeSet, HashMap};

use earshot_model::{Agent, AgentId, Decision, Permission, Time};
use earshot_playbook::{Document, stored_text};
use earshot_store::playbooks::{self, PlaybookVersion};
use earshot_store::{agents, verdicts};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A version of the playbook.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its number.
    pub version: i64,
    /// Whether it decides now.
    pub active: bool,
    /// When it went to work.
    pub created_at: Time,
    /// Who let it; nobody for the first.
    pub by: Option<String>,
    /// What it says.
    pub document: Document,
    /// In how many of the latest decisions each line had a part, by its number; of the version at work.
    pub used: HashMap<i64, usize>,
    /// How many decisions were looked at for that.
    pub looked_at: usize,
}

/// A version in the list of versions.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Its number.
    pub version: i64,
    /// Whether it decides now.
    pub active: bool,
    /// When it went to work.
    pub created_at: Time,
    /// Who let it; nobody for the first.
    pub by: Option<String>,
}

/// So many of the latest decisions are counted: enough to see which lines work, and read in a moment.
const LATEST: i64 = 2_000;

impl Engage {
    /// The version at work, or the one with this number. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`] where there is none.
    pub async fn book(&self, who: &Staff, version: Option<i64>) -> Result<Book> {
        who.must(Permission::PlaybookRead)?;
        let mut conn = self.db.read(who.org).await?;
        let found = match version {
            Some(version) => playbooks::version(&mut conn, version).await?,
            None => playbooks::active(&mut conn).await?,
        };
        let stored = found.ok_or(Error::NotFound("version of the playbook"))?;
        let document = document(&stored)?;
        let (used, looked_at) = if stored.active {
            used(&verdicts::latest_decisions(&mut conn, LATEST).await?)
        } else {
            (HashMap::new(), 0)
        };
        let people = agents::all(&mut conn).await?;
        Ok(Book {
            version: stored.version,
            active: stored.active,
            created_at: stored.created_at,
            by: name_of(&people, stored.agent_id),
            document,
            used,
            looked_at,
        })
    }

    /// All versions, newest first. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn playbook_versions(&self, who: &Staff) -> Result<Vec<VersionRow>> {
        who.must(Permission::PlaybookRead)?;
        let mut conn = self.db.read(who.org).await?;
        let people = agents::all(&mut conn).await?;
        let rows = playbooks::versions(&mut conn).await?;
        Ok(rows
            .into_iter()
            .map(|row| VersionRow {
                version: row.version,
                active: row.active,
                created_at: row.created_at,
                by: name_of(&people, row.agent_id),
            })
            .collect())
    }
}

/// What a stored version says.
pub(super) fn document(stored: &PlaybookVersion) -> Result<Document> {
    Document::read(stored_text(&stored.lines)).map_err(|problems| {
        let first = problems.first().map(|problem| problem.message.clone());
        Error::invalid("playbook", first.unwrap_or_default())
    })
}

/// The name of somebody who works here, or did.
pub(super) fn name_of(people: &[Agent], id: Option<AgentId>) -> Option<String> {
    people.iter().find(|agent| Some(agent.id) == id).map(|agent| agent.name.clone())
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
