//! Why a case is where it is, and why its owner has it: read from its log.

use earshot_model::{AgentId, EventKind, Reason, Time};
use earshot_route::board::{Considered, Lack};
use serde_json::Value;

use super::story::StoryEntry;

/// Why a case is where it is.
#[derive(Debug, Clone, Default)]
pub struct Routed {
    /// The reasons in order: the queue, the clock, the person.
    pub reasons: Vec<Reason>,
    /// Who was considered when its owner got it.
    pub considered: Option<Handed>,
    /// Why it was last taken from somebody, while nobody has it.
    pub taken: Option<Taken>,
    /// What is missing, while nobody could ever take it.
    pub lacks: Vec<Lack>,
}

/// How its owner got a case.
#[derive(Debug, Clone)]
pub struct Handed {
    /// To whom.
    pub to: AgentId,
    /// When.
    pub at: Time,
    /// Who else there was.
    pub considered: Considered,
}

/// How a case lost its owner.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Who had it.
    pub from: AgentId,
    /// When.
    pub at: Time,
    /// A code: `untouched`, `left`, `away` or `late`.
    pub how: String,
}

/// Reads why the case is where it is. `owner` is who has it now.
pub(crate) fn routed(story: &[StoryEntry], owner: Option<AgentId>) -> Routed {
    let mut routed = Routed::default();
    let mut handed: Option<&StoryEntry> = None;
    for entry in story {
        match entry.kind {
            EventKind::CaseOpened => routed.reasons = read(&entry.data, "reasons"),
            EventKind::CaseMoved => {
                // What was said of the queue before holds no more.
                routed.reasons.retain(|reason| !reason.key.contains("queue"));
                (routed.taken, routed.lacks) = (None, Vec::new());
            }
            EventKind::CaseAssigned => {
                handed = Some(entry).filter(|entry| has_owner(entry));
                routed.lacks = Vec::new();
                routed.taken = taken(entry);
            }
            EventKind::CaseOrphaned => routed.lacks = read(&entry.data, "lacks"),
            _ => {}
        }
    }
    if let Some(entry) = handed
        && owner.is_some()
    {
        routed.reasons.extend(read::<Vec<Reason>>(&entry.data, "reasons"));
        let considered = entry.data.get("considered").filter(|found| found.is_object());
        if considered.is_some() {
            // It is told with names below.
            routed.reasons.retain(|reason| reason.key != "reason-passed-over");
        }
        routed.considered = considered.zip(owner).map(|(found, to)| Handed {
            to,
            at: entry.at,
            considered: serde_json::from_value(found.clone()).unwrap_or_default(),
        });
    }
    if owner.is_some() {
        routed.lacks = Vec::new();
    }
    routed
}

fn has_owner(entry: &StoryEntry) -> bool {
    entry.data.get("to").is_some_and(|to| !to.is_null())
}

fn taken(entry: &StoryEntry) -> Option<Taken> {
    if has_owner(entry) {
        return None;
    }
    let how = entry.data.get("how").and_then(Value::as_str)?.to_owned();
    let from = entry.data.get("from").and_then(Value::as_str)?.parse().ok()?;
    Some(Taken { from, at: entry.at, how })
}

fn read<T: serde::de::DeserializeOwned + Default>(data: &Value, key: &str) -> T {
    data.get(key).and_then(|found| serde_json::from_value(found.clone()).ok()).unwrap_or_default()
}
