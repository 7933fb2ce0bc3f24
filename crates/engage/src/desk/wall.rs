//! The supervisor's wall: what waits, what is at risk, what is late, and who is on what.

use std::collections::HashMap;

use earshot_model::{Agent, AgentId, CaseId, CaseList, Page, Permission, Presence, Queue, Time};
use earshot_route::board::Lack;
use earshot_store::case_lists::{self, CaseRow, Shelf};
use earshot_store::wall::{self, Lacking, Owed, Waiting};
use earshot_store::{agents, events, setup};

use super::approvals::ApprovalCount;
use crate::staff::Staff;
use crate::{Engage, Result};

/// How many of the most urgent cases are shown.
const URGENT: i64 = 40;

/// A queue on the wall.
#[derive(Debug, Clone)]
pub struct WallQueue {
    /// Which.
    pub queue: Queue,
    /// Open cases that are awake.
    pub waiting: i64,
    /// Those of them that nobody owns.
    pub unowned: i64,
    /// Most of their time is used.
    pub at_risk: i64,
    /// Their time is over.
    pub late: i64,
    /// Since when the one waits that waits longest.
    pub oldest: Option<Time>,
}

/// Somebody on the wall.
#[derive(Debug, Clone)]
pub struct WallAgent {
    /// Who.
    pub agent: Agent,
    /// How many live cases they hold.
    pub load: i64,
    /// Their skills, each with its level.
    pub skills: Vec<(String, i64)>,
}

/// Cases of a queue that nobody could ever take.
#[derive(Debug, Clone)]
pub struct WallGap {
    /// Where they wait.
    pub queue: Queue,
    /// What is missing.
    pub lacks: Vec<Lack>,
    /// The cases, each with its number and what it is about, the soonest due first; at most twenty are
    /// told of each kind.
    pub cases: Vec<(CaseId, i64, String)>,
    /// Since when the first of them waits for an owner.
    pub since: Option<Time>,
}

/// The wall.
#[derive(Debug, Clone)]
pub struct WallPage {
    /// The queues that this agent may see, in the order of lists.
    pub queues: Vec<WallQueue>,
    /// Everybody who may log in: those who take cases first.
    pub agents: Vec<WallAgent>,
    /// The most urgent open cases.
    pub urgent: Vec<CaseRow>,
    /// What is owed beside answers.
    pub owed: Owed,
    /// Cases that began in public and have not ended there.
    pub loops: Vec<CaseRow>,
    /// Cases that nobody could ever take, with what is missing.
    pub gaps: Vec<WallGap>,
    /// Answers that wait for this agent's word.
    pub approvals: ApprovalCount,
    /// How much of what customers are told to expect is not true.
    pub untrue: usize,
    /// Everybody who works here: owners of rows are among them.
    pub people: Vec<Agent>,
    /// The time of all of it.
    pub now: Time,
    /// The number of the log that it includes.
    pub seq: i64,
}

impl Engage {
    /// The wall, as far as this agent may see cases. Asks `report.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn wall(&self, who: &Staff) -> Result<WallPage> {
        who.must(Permission::ReportRead)?;
        let (now, eyes) = (self.tools.now(), &who.eyes);
        let mut conn = self.db.read(who.org).await?;
        let seq = events::head(&mut conn).await?.seq;
        let waiting = wall::waiting(&mut conn, eyes, now).await?;
        let owed = wall::owed(&mut conn, eyes, now).await?;
        let page = Page { offset: 0, limit: URGENT };
        let (all, loops) = (CaseList::All, CaseList::Loops);
        let urgent = case_lists::list(&mut conn, eyes, &all, Shelf::Open, page, now).await?;
        let loops = case_lists::list(&mut conn, eyes, &loops, Shelf::Open, page, now).await?;
        let queues = setup::queues(&mut conn).await?;
        let loads = setup::loads(&mut conn).await?;
        let mut skills: HashMap<AgentId, Vec<(String, i64)>> = HashMap::new();
        for skill in setup::agent_skills(&mut conn).await? {
            skills.entry(skill.agent_id).or_default().push((skill.key, skill.level));
        }
        let people = agents::all(&mut conn).await?;
        let lacking = wall::lacking(&mut conn, eyes).await?;
        let untrue = Self::untrue(&mut conn).await?;
        let approvals = self.approvals_waiting(&mut conn, who, seq).await?.unwrap_or_default();
        drop(conn);
        let load = |id| loads.iter().find(|load| load.agent_id == id).map_or(0, |load| load.cases);
        let mut agents: Vec<WallAgent> = people
            .iter()
            .filter(|agent| agent.disabled_at.is_none())
            .map(|agent| WallAgent {
                load: load(agent.id),
                skills: skills.remove(&agent.id).unwrap_or_default(),
                agent: agent.clone(),
            })
            .collect();
        agents.sort_by_key(|one| (order(one.agent.presence), one.agent.name.clone()));
        let gaps = gaps(lacking, &queues);
        let queues = queues.into_iter().filter(|queue| sees(who, queue));
        let queues = queues.map(|queue| on_wall(queue, &waiting)).collect();
        Ok(WallPage {
            queues,
            agents,
            urgent,
            owed,
            loops,
            gaps,
            approvals,
            untrue,
            people,
            now,
            seq,
        })
    }
}

/// Those who take cases come first.
const fn order(presence: Presence) -> u8 {
    match presence {
        Presence::Online => 0,
        Presence::Away => 1,
        Presence::Offline => 2,
    }
}

fn sees(who: &Staff, queue: &Queue) -> bool {
    who.eyes.holds_in(Permission::CaseRead, queue.department_id, queue.id)
}

/// Cases of which the same is missing in the same queue stand together.
fn gaps(lacking: Vec<Lacking>, queues: &[Queue]) -> Vec<WallGap> {
    let mut gaps: Vec<(String, WallGap)> = Vec::new();
    for row in lacking {
        let Some(queue) = queues.iter().find(|queue| queue.id == row.queue_id) else { continue };
        let known =
            gaps.iter_mut().find(|(lacks, gap)| *lacks == row.lacks && gap.queue.id == queue.id);
        let case = (row.id, row.number, row.subject);
        match known {
            Some((_, gap)) => {
                gap.since = gap.since.min(row.handed_at);
                gap.cases.push(case);
            }
            None => gaps.push((
                row.lacks.clone(),
                WallGap {
                    queue: queue.clone(),
                    lacks: serde_json::from_str(&row.lacks).unwrap_or_default(),
                    cases: vec![case],
                    since: row.handed_at,
                },
            )),
        }
    }
    gaps.into_iter().map(|(_, gap)| gap).collect()
}

fn on_wall(queue: Queue, waiting: &[Waiting]) -> WallQueue {
    let row = waiting.iter().find(|row| row.queue_id == queue.id);
    WallQueue {
        waiting: row.map_or(0, |row| row.cases),
        unowned: row.map_or(0, |row| row.unowned),
        at_risk: row.map_or(0, |row| row.at_risk),
        late: row.map_or(0, |row| row.late),
        oldest: row.and_then(|row| row.oldest),
        queue,
    }
}
