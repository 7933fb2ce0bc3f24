//! One line in the thread for what happened in between.

use earshot_engage::desk::{CasePage, StoryEntry};
use earshot_model::{AgentId, EventKind};
use serde_json::Value;

use super::advice::reason_key;
use super::list::agent;
use crate::pages::format::Lens;
use crate::pages::post::EventView;
use crate::words::Words;

/// The line of an event; none for events that the thread shows otherwise.
pub(crate) fn happened(lens: &Lens, page: &CasePage, entry: &StoryEntry) -> Option<EventView> {
    let w = lens.w;
    let name = |id: Option<AgentId>| {
        id.and_then(|id| agent(&page.agents, id)).map(|agent| agent.short_name.clone())
    };
    let actor = name(entry.agent());
    let (drawing, text) = match entry.kind {
        EventKind::CaseOpened => ("inbox", w.t("event-opened")),
        EventKind::CaseAssigned => {
            let to = entry.data.get("to").and_then(Value::as_str).and_then(|id| id.parse().ok());
            let from =
                entry.data.get("from").and_then(Value::as_str).and_then(|id| id.parse().ok());
            let how = entry.data.get("how").and_then(Value::as_str);
            match (name(to), how, name(from)) {
                (Some(name), Some("routed"), _) => ("route", w.t1("event-given", "name", name)),
                (Some(name), ..) => ("user", w.t1("event-assigned", "name", name)),
                (None, Some(_), Some(from)) => ("undo", w.t1("event-taken-back", "name", from)),
                (None, ..) => ("user", w.t("event-unassigned")),
            }
        }
        EventKind::CaseOrphaned => ("alert", w.t("event-orphaned")),
        EventKind::CaseMoved => {
            let to = entry.data.get("to").and_then(Value::as_str).unwrap_or_default();
            let queue = page.queues.iter().find(|queue| queue.id.to_string() == to)?;
            ("route", w.t1("event-moved", "queue", &queue.name))
        }
        EventKind::CaseSnoozed if entry.data.get("until").is_some_and(Value::is_null) => {
            return None;
        }
        EventKind::CaseSnoozed => ("snooze", w.t("event-snoozed")),
        EventKind::CaseResolved => {
            ("check", w.t1("event-resolved", "name", actor.unwrap_or_default()))
        }
        EventKind::AdviceAnswered => ("book", set_aside(w, entry, actor.unwrap_or_default())?),
        kind @ (EventKind::ApprovalGiven | EventKind::ApprovalReturned) => {
            decided(w, kind, &actor.unwrap_or_default())
        }
        EventKind::FactNoted => ("lock", w.t("event-fact-noted")),
        EventKind::FactStruck => ("lock", w.t("event-fact-struck")),
        EventKind::PromiseMade => ("handshake", w.t("event-promised")),
        EventKind::PromiseSettled => {
            let kept = entry.data.get("kept").and_then(Value::as_bool).unwrap_or(false);
            let key = if kept { "event-promise-kept" } else { "event-promise-withdrawn" };
            ("handshake", w.t(key))
        }
        EventKind::CaseReopened => ("undo", w.t("event-reopened")),
        EventKind::LoopWaived => ("loop", w.t("event-waived")),
        EventKind::ClockBreached => {
            let clock = entry.data.get("clock").and_then(Value::as_str)?;
            ("alarm", w.t1("event-breached", "clock", w.t(format!("clock-{clock}"))))
        }
        EventKind::ClockEscalated => {
            let step = entry.data.get("step").and_then(Value::as_str)?;
            let key = format!("step-{step}");
            let step = if w.knows(&key) { w.t(key) } else { step.to_owned() };
            ("bell", w.t1("event-escalated", "step", step))
        }
        EventKind::CaseClosed => ("lock", w.t("event-closed")),
        kind => tagged(w, entry, actor.as_deref()).or_else(|| in_room(w, kind, entry, actor))?,
    };
    Some(EventView { drawing, text, when: lens.when(entry.at) })
}

/// Who let an answer go, or sent it back.
fn decided(w: Words, kind: EventKind, name: &str) -> (&'static str, String) {
    match kind {
        EventKind::ApprovalGiven => ("checks", w.t1("event-approval-given", "name", name)),
        _ => ("undo", w.t1("event-approval-returned", "name", name)),
    }
}

/// Who gave a tag, or took it off; what the playbook gave is said, what somebody typed stands on the case
/// alone.
fn tagged(w: Words, entry: &StoryEntry, actor: Option<&str>) -> Option<(&'static str, String)> {
    let name = actor.unwrap_or_default();
    let line = entry.data.get("line").and_then(Value::as_i64);
    let tag = entry.data.get("tag").and_then(Value::as_str).unwrap_or_default();
    let text = match (entry.kind, line) {
        (EventKind::CaseUntagged, _) => w.t1("event-untagged", "name", name),
        (EventKind::CaseTagged, Some(0)) => w.t1("event-tagged-by-crisis", "tag", tag),
        (EventKind::CaseTagged, Some(n)) => {
            w.t2("event-tagged-by-line", "n", n.to_string(), "tag", tag)
        }
        (EventKind::CaseTagged, None) => w.t1("event-tagged", "name", name),
        _ => return None,
    };
    Some(("tag", text))
}

/// Who set a suggestion aside, and why; none for one that was taken, or taken back.
fn set_aside(w: Words, entry: &StoryEntry, name: String) -> Option<String> {
    let reason = entry.data.get("reason").and_then(Value::as_str).filter(|it| !it.is_empty())?;
    Some(w.t2("event-advice-left", "name", name, "reason", w.t(reason_key(reason))))
}

/// What happened around the private room.
fn in_room(
    w: Words,
    kind: EventKind,
    entry: &StoryEntry,
    actor: Option<String>,
) -> Option<(&'static str, String)> {
    let how = entry.data.get("how").and_then(Value::as_str).unwrap_or_default();
    let by = actor.unwrap_or_default();
    Some(match kind {
        EventKind::RoomInvited => ("send", w.t1("event-room-invited", "name", by)),
        EventKind::RoomOpened => ("lock", w.t("event-room-opened")),
        EventKind::RoomKnocked => ("alert", w.t("event-room-knocked")),
        EventKind::RoomAsked => ("key", w.t("event-room-asked")),
        EventKind::RoomProved if how == "code" => ("shield", w.t("event-room-proved-code")),
        EventKind::RoomProved => ("shield", w.t1("event-room-proved", "name", by)),
        EventKind::RoomWished => ("phone", w.t(format!("event-room-wished-{how}"))),
        _ => return None,
    })
}
