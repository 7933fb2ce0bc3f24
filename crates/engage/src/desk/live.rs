//! What is new, for open screens.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use earshot_bus::Notice;
use earshot_model::{
    Actor, Case, CaseId, Event, EventKind, Grant, HashtagAlertId, OrgId, Permission,
};
use earshot_store::{Conn, Error as StoreError, agents, cases, events, hashtags, persons, setup};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::staff::Staff;
use crate::{Engage, Result};

/// The most events of one answer.
const MOST: i64 = 500;

/// What happened since a screen last asked.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// The events that this agent may see, oldest first.
    pub events: Vec<Event>,
    /// The cases that they are about.
    pub cases: BTreeSet<CaseId>,
    /// The customer's name, for cases in which one of these events is a word of theirs.
    pub names: BTreeMap<CaseId, String>,
    /// Who called this agent, for cases in which one of these events is a note that does.
    pub calls: BTreeMap<CaseId, String>,
    /// Cases that this agent saw until one of these events took them out of their sight.
    pub gone: BTreeSet<CaseId>,
    /// Whether something happened that every page shows: a crisis began, changed or ended.
    pub everything: bool,
    /// Hashtags that were noticed as used against the brand, for who may read listeners.
    pub hashtags: Vec<String>,
    /// The last number that was looked at: the next question begins there.
    pub seq: i64,
    /// Whether there is more already.
    pub more: bool,
}

impl Engage {
    /// Hears of everything that happens from now on, in all organizations: a notice is a hint to ask
    /// [`Engage::news`]. A receiver that lags is told so, and asks likewise.
    #[must_use]
    pub fn hear(&self) -> broadcast::Receiver<Notice> {
        self.hub.listen()
    }

    /// The events after this number that this agent may see: those of cases that they see, and, for
    /// an administrator, those of the set-up.
    ///
    /// # Errors
    /// As the database.
    pub async fn news(&self, who: &Staff, after: i64) -> Result<News> {
        let mut conn = self.db.read(who.org).await?;
        let found = events::since(&mut conn, after, MOST).await?;
        let ids: BTreeSet<CaseId> = found.iter().filter_map(|event| event.case_id).collect();
        let about = cases::find_all(&mut conn, ids.into_iter().collect()).await?;
        let seen: HashSet<CaseId> =
            about.iter().filter(|case| who.eyes.sees(case)).map(|case| case.id).collect();
        let rest = Grant::Organization(Permission::AdminWrite);
        let rest = who.eyes.grants.contains(&rest);
        let everything = found.iter().any(|event| event.kind == EventKind::CrisisChanged);
        let hashtags = raised(&mut conn, who, &found).await?;
        let seq = found.last().map_or(after, |event| event.seq);
        let more = i64::try_from(found.len()).unwrap_or(MOST) >= MOST;
        let may_see = |event: &Event| event.case_id.map_or(rest, |case| seen.contains(&case));
        let (events, hidden): (Vec<Event>, Vec<Event>) = found.into_iter().partition(may_see);
        let cases = events.iter().filter_map(|event| event.case_id).collect();
        let names = names(&mut conn, &events, &about).await?;
        let calls = calls(&mut conn, who, &events).await?;
        let gone = gone(&mut conn, who, &hidden).await?;
        Ok(News { events, cases, names, calls, gone, everything, hashtags, seq, more })
    }

    /// Passes every commit of this process on to the screens. Ends when the database closes. The
    /// binary spawns it once.
    pub async fn carry_notices(&self) {
        let mut commits = self.db.commits();
        loop {
            match commits.recv().await {
                Ok(commit) => self.hub.tell(Notice::Log { org: commit.org, seq: commit.seq }),
                Err(RecvError::Lagged(_)) => self.look_at_heads(&mut HashMap::new()).await,
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Tells of what other processes have written, as far as it is above `known`, and keeps the new
    /// numbers there. The binary calls it every second where several processes share a database.
    pub async fn look_at_heads(&self, known: &mut HashMap<OrgId, i64>) {
        match self.db.heads().await {
            Ok(heads) => {
                for head in heads {
                    if known.insert(head.org_id, head.seq) != Some(head.seq) {
                        self.hub.tell(Notice::Log { org: head.org_id, seq: head.seq });
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "cannot look at the logs now; trying again"),
        }
    }
}

/// The hashtags that these events tell of, as far as this agent may read of them.
async fn raised(conn: &mut Conn, who: &Staff, events: &[Event]) -> Result<Vec<String>> {
    if !who.eyes.holds(Permission::ListenerRead) {
        return Ok(Vec::new());
    }
    let mut raised = Vec::new();
    for event in events.iter().filter(|event| event.kind == EventKind::HashtagRaised) {
        let data: serde_json::Value = serde_json::from_str(&event.data).unwrap_or_default();
        let id = data.get("alert").and_then(|id| id.as_str()?.parse::<HashtagAlertId>().ok());
        let Some(id) = id else { continue };
        match hashtags::find(conn, id).await {
            Ok(alert) => raised.push(alert.hashtag),
            Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(raised)
}

/// Who wrote, for the cases in which a customer did.
async fn names(
    conn: &mut Conn,
    events: &[Event],
    about: &[Case],
) -> Result<BTreeMap<CaseId, String>> {
    let spoke = |case: &&Case| {
        events.iter().any(|event| {
            event.case_id == Some(case.id)
                && matches!(event.kind, EventKind::CaseOpened | EventKind::CaseJoined)
        })
    };
    let spoke: Vec<&Case> = about.iter().filter(spoke).collect();
    let known = persons::names(conn, spoke.iter().map(|case| case.person_id).collect()).await?;
    let name = |case: &&Case| {
        let named = known.iter().find(|named| named.id == case.person_id)?;
        (!named.display_name.is_empty()).then(|| (case.id, named.display_name.clone()))
    };
    Ok(spoke.iter().filter_map(name).collect())
}

/// Who called this agent, by the case.
async fn calls(conn: &mut Conn, who: &Staff, events: &[Event]) -> Result<BTreeMap<CaseId, String>> {
    let mut calls = BTreeMap::new();
    let me = who.id().to_string();
    for event in events.iter().filter(|event| event.kind == EventKind::CaseNoted) {
        let (Some(case), Ok(Actor::Agent(by))) = (event.case_id, event.actor.parse()) else {
            continue;
        };
        let data: serde_json::Value = serde_json::from_str(&event.data).unwrap_or_default();
        let called = data.get("called").and_then(|called| called.as_array());
        if called.is_some_and(|called| called.iter().any(|id| id.as_str() == Some(me.as_str()))) {
            calls.insert(case, agents::find(conn, by).await?.short_name);
        }
    }
    Ok(calls)
}

/// Which of the cases that cannot be seen now were seen before these events: moved out of a queue
/// that this agent sees, or taken from them.
async fn gone(conn: &mut Conn, who: &Staff, hidden: &[Event]) -> Result<BTreeSet<CaseId>> {
    let left =
        |event: &&Event| matches!(event.kind, EventKind::CaseMoved | EventKind::CaseAssigned);
    let hidden: Vec<&Event> = hidden.iter().filter(left).collect();
    if hidden.is_empty() {
        return Ok(BTreeSet::new());
    }
    let queues = setup::queues(conn).await?;
    let me = who.id().to_string();
    let saw = |event: &&Event| {
        let data: serde_json::Value = serde_json::from_str(&event.data).unwrap_or_default();
        let from = data.get("from").and_then(|from| from.as_str()).unwrap_or_default().to_owned();
        let queue = queues.iter().find(|queue| queue.id.to_string() == from);
        from == me
            || queue.is_some_and(|queue| {
                who.eyes.holds_in(Permission::CaseRead, queue.department_id, queue.id)
            })
    };
    Ok(hidden.into_iter().filter(saw).filter_map(|event| event.case_id).collect())
}
