//! What people taught the filter, and what became of it.

use std::collections::HashMap;

use earshot_funnel::online::held_out;
use earshot_model::{AgentId, CaseId, Permission, PostId};
use earshot_store::lessons::{self, Lesson};
use earshot_store::snapshots::{self, Snapshot};
use earshot_store::{Conn, agents, posts};

use crate::acts::ask;
use crate::staff::Staff;
use crate::{Engage, Result};

/// How many corrections stand on a page.
const LESSONS: i64 = 50;

/// How many tries are shown.
const TRIES: i64 = 60;

/// A correction with the names of people.
#[derive(Debug, Clone)]
pub struct Taught {
    /// The correction.
    pub lesson: Lesson,
    /// Who said it.
    pub by: String,
    /// Who took it back.
    pub withdrawn_by: Option<String>,
    /// Whether it is kept to measure with, instead of being learned from.
    pub measures: bool,
    /// The case that its post belongs to.
    pub case: Option<CaseId>,
}

/// The page about learning.
#[derive(Debug, Clone)]
pub struct LearningPage {
    /// How many corrections stand.
    pub standing: i64,
    /// A page of corrections, newest first.
    pub lessons: Vec<Taught>,
    /// Where older ones are.
    pub older: Option<i64>,
    /// Each time that the filter tried to learn, newest first.
    pub tries: Vec<Snapshot>,
    /// The try that judges now.
    pub in_use: Option<Snapshot>,
}

impl Engage {
    /// What people taught the filter before this number, and what became of it. Asks `report.read`,
    /// and `case.read` and `verdict.correct` in the whole organization: the words of posts stand there.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`], [`crate::Error::NotFound`].
    pub async fn learning(&self, who: &Staff, before: Option<i64>) -> Result<LearningPage> {
        who.must(Permission::ReportRead)?;
        ask(who, None)?;
        let mut conn = self.db.read(who.org).await?;
        let standing = lessons::head(&mut conn, i64::MAX).await?.lessons;
        let from = before.unwrap_or(i64::MAX);
        let mut found = lessons::newest(&mut conn, from, LESSONS + 1).await?;
        let more = i64::try_from(found.len()).unwrap_or(0) > LESSONS;
        found.truncate(usize::try_from(LESSONS).unwrap_or(0));
        let older = found.last().filter(|_| more).map(|lesson| lesson.number);
        let lessons = taught(&mut conn, found).await?;
        let tries = snapshots::newest(&mut conn, TRIES).await?;
        let in_use = snapshots::in_use(&mut conn).await?;
        Ok(LearningPage { standing, lessons, older, tries, in_use })
    }
}

async fn taught(conn: &mut Conn, lessons: Vec<Lesson>) -> Result<Vec<Taught>> {
    let names: HashMap<AgentId, String> =
        agents::all(conn).await?.into_iter().map(|agent| (agent.id, agent.name)).collect();
    let ids: Vec<PostId> = lessons.iter().map(|lesson| lesson.post_id).collect();
    let cases: HashMap<PostId, CaseId> = posts::cases(conn, ids).await?.into_iter().collect();
    let name = |id: &AgentId| names.get(id).cloned().unwrap_or_default();
    let taught = lessons.into_iter().map(|lesson| Taught {
        by: name(&lesson.agent_id),
        withdrawn_by: lesson.withdrawn_by.as_ref().map(name),
        measures: held_out(u64::try_from(lesson.number).unwrap_or(0)),
        case: cases.get(&lesson.post_id).copied(),
        lesson,
    });
    Ok(taught.collect())
}
