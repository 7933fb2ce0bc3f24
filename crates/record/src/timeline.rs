//! The timeline of a case, read from the event log: who did what, when, and why.
//!
//! The log holds ids and codes, never words. Screens put the words of posts and notes beside it.

use std::collections::BTreeMap;

use earshot_model::{
    Actor, AgentId, CaseId, CaseStatus, Event, EventKind, PersonId, PostId, QueueId, Reason,
    Sentiment, SlaClass, Time, Visibility,
};
use earshot_store::{Conn, Error as StoreError, agents, cases, events, setup};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Result;

/// What an event says beyond its kind, where that has a fixed shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// A case was opened.
    Opened {
        /// Its number.
        number: Option<i64>,
        /// Where it waits.
        queue: QueueId,
        /// Who was given it.
        owner: Option<AgentId>,
        /// How fast it must be answered.
        sla: SlaClass,
        /// Its first deadline.
        due_at: Option<Time>,
    },
    /// A post joined.
    Joined {
        /// How its author feels.
        sentiment: Option<Sentiment>,
    },
    /// It was given to someone, or taken away.
    Assigned {
        /// Who had it.
        from: Option<AgentId>,
        /// Who has it.
        to: Option<AgentId>,
    },
    /// It went to another queue.
    Moved {
        /// Where it was.
        from: QueueId,
        /// Where it is.
        to: QueueId,
    },
    /// It was put to sleep, or woken.
    Snoozed {
        /// Until when; nothing when it was woken.
        until: Option<Time>,
    },
    /// It was resolved.
    Resolved {
        /// Where it stood before.
        was: CaseStatus,
    },
    /// It was closed.
    Closed {
        /// A code such as `idle` or `imported`.
        why: String,
    },
    /// Everything else: [`Entry::data`] says what there is to say.
    Other,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Time,
    /// What.
    pub kind: EventKind,
    /// Who caused it.
    pub actor: Actor,
    /// The post that it is about.
    pub post_id: Option<PostId>,
    /// The person that it is about.
    pub person_id: Option<PersonId>,
    /// More of it.
    pub detail: Detail,
    /// Why, in order, where the playbook, the router or a person gave reasons.
    pub reasons: Vec<Reason>,
    /// Everything that the event carries: ids, numbers and codes.
    pub data: Value,
}

impl Entry {
    /// A text of the event's data, such as the `state` of a reply.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        self.data.get(key).and_then(Value::as_str)
    }
}

/// The timeline of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
    /// The names of all agents, switched-off ones included.
    pub agents: BTreeMap<AgentId, String>,
    /// The names of all queues.
    pub queues: BTreeMap<QueueId, String>,
}

/// The timeline of a case that `eyes` may see.
///
/// # Errors
/// [`StoreError::NotFound`] for no case, and for one that may not be seen.
pub async fn timeline(conn: &mut Conn, eyes: &Visibility, case: CaseId) -> Result<Timeline> {
    let found = cases::find(conn, case).await?;
    if !eyes.sees(&found) {
        return Err(StoreError::NotFound("case").into());
    }
    let events = events::of_case(conn, case).await?;
    let agents = agents::all(conn).await?;
    let queues = setup::queues(conn).await?;
    Ok(Timeline {
        entries: events.iter().map(entry).collect(),
        agents: agents.into_iter().map(|agent| (agent.id, agent.name)).collect(),
        queues: queues.into_iter().map(|queue| (queue.id, queue.name)).collect(),
    })
}

/// Reads one event. What an older or newer Earshot wrote differently is [`Detail::Other`], never
/// left out.
#[must_use]
pub fn entry(event: &Event) -> Entry {
    let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
    Entry {
        seq: event.seq,
        at: event.at,
        kind: event.kind,
        actor: event.actor.parse().unwrap_or(Actor::System),
        post_id: event.post_id,
        person_id: event.person_id,
        detail: detail(event.kind, &data).unwrap_or(Detail::Other),
        reasons: data.get("reasons").and_then(read).unwrap_or_default(),
        data,
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn detail(kind: EventKind, data: &Value) -> Option<Detail> {
    fn field<T: DeserializeOwned>(data: &Value, key: &str) -> Option<T> {
        data.get(key).and_then(read)
    }
    Some(match kind {
        EventKind::CaseOpened => Detail::Opened {
            number: field(data, "number"),
            queue: field(data, "queue")?,
            owner: field(data, "owner")?,
            sla: field(data, "sla")?,
            due_at: field(data, "due_at")?,
        },
        EventKind::CaseJoined => Detail::Joined { sentiment: field(data, "sentiment")? },
        EventKind::CaseAssigned => {
            Detail::Assigned { from: field(data, "from")?, to: field(data, "to")? }
        }
        EventKind::CaseMoved => {
            Detail::Moved { from: field(data, "from")?, to: field(data, "to")? }
        }
        EventKind::CaseSnoozed => Detail::Snoozed { until: field(data, "until")? },
        EventKind::CaseResolved => Detail::Resolved { was: field(data, "was")? },
        EventKind::CaseClosed => Detail::Closed { why: field(data, "why")? },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use earshot_model::OrgId;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn event(kind: EventKind, data: &str) -> Event {
        Event {
            org_id: OrgId(Uuid::nil()),
            seq: 7,
            at: Time(5),
            kind,
            actor: format!("agent:{}", Uuid::from_u128(9)),
            case_id: None,
            post_id: None,
            person_id: None,
            data: data.to_owned(),
        }
    }

    #[test]
    fn what_is_known_is_typed() {
        let agent = AgentId(Uuid::from_u128(3));
        let data = json!({ "from": null, "to": agent }).to_string();
        let read = entry(&event(EventKind::CaseAssigned, &data));
        assert_eq!(read.detail, Detail::Assigned { from: None, to: Some(agent) });
        assert_eq!(read.actor, Actor::Agent(AgentId(Uuid::from_u128(9))));
        let woken = entry(&event(EventKind::CaseSnoozed, r#"{"until":null}"#));
        assert_eq!(woken.detail, Detail::Snoozed { until: None });
    }

    #[test]
    fn reasons_are_read() {
        let reason = Reason { line: Some(3), key: "reason-asks".to_owned(), values: Vec::new() };
        let data = json!({ "reasons": [reason] }).to_string();
        assert_eq!(entry(&event(EventKind::PostJudged, &data)).reasons, [reason]);
    }

    #[test]
    fn what_is_odd_stays() {
        for data in ["", "[]", "7", "{\"from\":7}", "{}"] {
            let read = entry(&event(EventKind::CaseMoved, data));
            assert_eq!((read.detail, read.seq), (Detail::Other, 7));
        }
        let sent = entry(&event(EventKind::ReplySent, r#"{"state":"sent","n":1}"#));
        assert_eq!(
            (sent.word("state"), sent.word("n"), sent.word("x")),
            (Some("sent"), None, None)
        );
    }
}
