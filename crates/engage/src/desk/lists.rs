//! The navigation and the list of cases.

use std::collections::HashMap;
use std::sync::Arc;

use earshot_model::{
    Agent, AgentId, CaseId, CaseList, OrgId, Organization, Page, Permission, Queue, Time,
};
use earshot_store::case_lists::{self, CaseRow, Count, Shelf, ShelfCount};
use earshot_store::crises::{self, Crisis};
use earshot_store::playbooks::readers;
use earshot_store::{Conn, agents, events, hashtags, mentions, notes, organizations, reads, setup};

use super::approvals::ApprovalCount;
use super::kept::Kept;
use crate::acts::Here;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The most rows of one page of a list.
const MOST_ROWS: i64 = 200;

/// A queue in the navigation.
#[derive(Debug, Clone)]
pub struct QueueCount {
    /// Which.
    pub queue: Queue,
    /// Open cases in it that are awake.
    pub open: i64,
    /// How many of them are late.
    pub late: i64,
}

/// What the navigation shows.
#[derive(Debug, Clone)]
pub struct Lists {
    /// The organization.
    pub organization: Organization,
    /// Open cases of this agent that are awake.
    pub mine: i64,
    /// How many of them are late.
    pub mine_late: i64,
    /// Open cases of nobody.
    pub unassigned: i64,
    /// All open cases that this agent may see.
    pub all: i64,
    /// Notes that call this agent and that they have not read.
    pub mentions: i64,
    /// Hashtags against the brand that nobody has seen yet; none for who may not read listeners.
    pub hashtags: i64,
    /// Answers that wait for this agent's word; nothing for who can give none.
    pub approvals: Option<ApprovalCount>,
    /// Whether the version of the playbook at work is one that this agent has not read.
    pub new_playbook: bool,
    /// The plan for a crisis that is at work.
    pub crisis: Option<Crisis>,
    /// The queues that this agent may see, in the order of lists.
    pub queues: Vec<QueueCount>,
    /// The number of the log that these counts include: the live stream goes on from there.
    pub seq: i64,
}

/// How many cases lie on the live shelves of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShelfCounts {
    /// New and open, awake.
    pub open: i64,
    /// The customer has the word, or it rests; awake.
    pub waiting: i64,
    /// Asleep.
    pub snoozed: i64,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// The rows, soonest clock first; done: newest first.
    pub rows: Vec<CaseRow>,
    /// Whether there are more behind them.
    pub more: bool,
    /// How many lie on each live shelf.
    pub shelves: ShelfCounts,
    /// How many posts of the customer this agent has not seen, for rows of this page; none of what is
    /// done.
    pub unread: HashMap<CaseId, i64>,
    /// What this agent has typed and not sent, for rows of this page.
    pub drafts: HashMap<CaseId, String>,
    /// Who else is in these cases now.
    pub here: HashMap<CaseId, Vec<Here>>,
    /// Everybody who works here: owners of rows are among them.
    pub agents: Vec<Agent>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// The time of all of it.
    pub now: Time,
}

impl Engage {
    /// What the navigation shows this agent.
    ///
    /// # Errors
    /// As the database.
    pub async fn lists(&self, who: &Staff) -> Result<Lists> {
        let mut conn = self.db.read(who.org).await?;
        // The number first: what happens in between is told again rather than never.
        let seq = events::head(&mut conn).await?.seq;
        let organization = organizations::find(&mut conn).await?;
        let queues = setup::queues(&mut conn).await?;
        let counts = self.counted(&mut conn, who, seq).await?;
        let approvals = self.approvals_waiting(&mut conn, who, seq).await?;
        let mentions = mentions::unseen(&mut conn, &who.eyes).await?;
        let hashtags = if who.eyes.holds(Permission::ListenerRead) {
            hashtags::unseen(&mut conn).await?
        } else {
            0
        };
        let sum = |which: &dyn Fn(&Count) -> bool, what: &dyn Fn(&Count) -> i64| {
            counts.iter().filter(|count| which(count)).map(what).sum::<i64>()
        };
        let mine = |count: &Count| count.owner_id == Some(who.id());
        let may_read = who.eyes.holds(Permission::PlaybookRead);
        let queues = queues
            .into_iter()
            .filter(|queue| sees(who, queue))
            .map(|queue| QueueCount {
                open: sum(&|count| count.queue_id == queue.id, &|count| count.cases),
                late: sum(&|count| count.queue_id == queue.id, &|count| count.late),
                queue,
            })
            .collect();
        Ok(Lists {
            organization,
            mine: sum(&mine, &|count| count.cases),
            mine_late: sum(&mine, &|count| count.late),
            unassigned: sum(&|count| count.owner_id.is_none(), &|count| count.cases),
            all: sum(&|_| true, &|count| count.cases),
            mentions,
            hashtags,
            approvals,
            new_playbook: may_read && readers::is_new_to(&mut conn, who.id()).await?,
            crisis: crises::at_work(&mut conn).await?,
            queues,
            seq,
        })
    }

    /// One page of a list of cases, as this agent may see them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a queue that is not there or not to be seen, [`Error::Forbidden`] for
    /// somebody who may read no cases at all.
    pub async fn list(
        &self,
        who: &Staff,
        list: &CaseList,
        shelf: Shelf,
        page: Page,
    ) -> Result<ListPage> {
        who.must(Permission::CaseRead)?;
        let now = self.tools.now();
        let mut conn = self.db.read(who.org).await?;
        let queues = setup::queues(&mut conn).await?;
        if let CaseList::Queue(id) = list
            && !queues.iter().any(|queue| queue.id == *id && sees(who, queue))
        {
            return Err(Error::NotFound("queue"));
        }
        let limit = page.limit.clamp(1, MOST_ROWS);
        let asked = Page { offset: page.offset.max(0), limit: limit + 1 };
        let mut rows = case_lists::list(&mut conn, &who.eyes, list, shelf, asked, now).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let shelves = self.shelved(&mut conn, who, list).await?;
        let unread = match shelf {
            Shelf::Done => HashMap::new(),
            _ => unread(&mut conn, who, &rows).await?,
        };
        let marks = notes::draft_marks(&mut conn, who.id()).await?;
        let agents = agents::all(&mut conn).await?;
        let shown = |id: CaseId| rows.iter().any(|row| row.id == id);
        let drafts = marks.into_iter().filter(|mark| shown(mark.case_id));
        let drafts = drafts.map(|mark| (mark.case_id, mark.text)).collect();
        let here = rows.iter().map(|row| row.id).filter_map(|id| {
            let here = self.presence.others(who.org, id, who.id(), now);
            (!here.is_empty()).then_some((id, here))
        });
        let here = here.collect();
        Ok(ListPage { rows, more, shelves, unread, drafts, here, agents, queues, now })
    }
}

async fn unread(conn: &mut Conn, who: &Staff, rows: &[CaseRow]) -> Result<HashMap<CaseId, i64>> {
    let ids = rows.iter().map(|row| row.id).collect();
    let found = reads::unread(conn, who.id(), ids).await?;
    Ok(found.into_iter().map(|row| (row.case_id, row.posts)).collect())
}

/// Counts that were dear, by who asks.
#[derive(Default)]
pub(crate) struct Counts {
    pub(super) approvals: Kept<(OrgId, AgentId), ApprovalCount>,
    open: Kept<(OrgId, AgentId), Arc<[Count]>>,
    shelves: Kept<(OrgId, AgentId, CaseList), ShelfCounts>,
}

impl Engage {
    async fn counted(&self, conn: &mut Conn, who: &Staff, seq: i64) -> Result<Arc<[Count]>> {
        let (key, at) = ((who.org, who.id()), self.tools.now());
        if let Some(kept) = self.counts.open.get(&key, seq, at) {
            return Ok(kept);
        }
        let counts: Arc<[Count]> = case_lists::counts(conn, &who.eyes, at).await?.into();
        self.counts.open.keep(key, counts.clone(), seq, at, self.tools.now());
        Ok(counts)
    }

    async fn shelved(&self, conn: &mut Conn, who: &Staff, list: &CaseList) -> Result<ShelfCounts> {
        let seq = events::head(conn).await?.seq;
        let (key, at) = ((who.org, who.id(), list.clone()), self.tools.now());
        if let Some(kept) = self.counts.shelves.get(&key, seq, at) {
            return Ok(kept);
        }
        let shelves = count(&case_lists::shelf_counts(conn, &who.eyes, list, at).await?);
        self.counts.shelves.keep(key, shelves, seq, at, self.tools.now());
        Ok(shelves)
    }
}

/// Whether a queue stands in this agent's navigation.
fn sees(who: &Staff, queue: &Queue) -> bool {
    who.eyes.holds_in(Permission::CaseRead, queue.department_id, queue.id)
}

fn count(rows: &[ShelfCount]) -> ShelfCounts {
    let of = |word: &str| rows.iter().find(|row| row.shelf == word).map_or(0, |row| row.cases);
    ShelfCounts { open: of("open"), waiting: of("waiting"), snoozed: of("snoozed") }
}
