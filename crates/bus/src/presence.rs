//! Who is in which case right now: kept in memory, gone after a missed heartbeat.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::{AgentId, CaseId, OrgId, Time};

use crate::{Hub, Notice};

/// Without a heartbeat for so long somebody is gone: two heartbeats of 15 seconds and a bit.
const GONE_AFTER: i64 = 35 * Time::SECOND;
/// Typing ends by itself after so long without a key.
const TYPING_ENDS: i64 = 8 * Time::SECOND;

/// What someone does in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Looks at it.
    Viewing,
    /// Writes in it.
    Typing,
}

/// Someone who is in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Here {
    /// Who.
    pub agent: AgentId,
    /// What they do.
    pub doing: Doing,
}

struct Beat {
    seen: Time,
    typed: Option<Time>,
}

/// Who is in which case of this process.
#[derive(Default)]
pub struct PresenceBoard {
    beats: Mutex<HashMap<(OrgId, CaseId), HashMap<AgentId, Beat>>>,
}

impl PresenceBoard {
    /// Somebody is in a case. Tells the others when that is news.
    pub fn beat(&self, hub: &Hub, org: OrgId, case: CaseId, here: Here, now: Time) {
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let people = beats.entry((org, case)).or_default();
        let typed = (here.doing == Doing::Typing).then_some(now);
        let before = people.get(&here.agent).map(|beat| doing(beat, now));
        people.insert(here.agent, Beat { seen: now, typed });
        drop(beats);
        if before != Some(Some(here.doing)) {
            hub.tell(Notice::Presence { org, case });
        }
    }

    /// Somebody left a case.
    pub fn leave(&self, hub: &Hub, org: OrgId, case: CaseId, agent: AgentId) {
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let was_here =
            beats.get_mut(&(org, case)).is_some_and(|people| people.remove(&agent).is_some());
        drop(beats);
        if was_here {
            hub.tell(Notice::Presence { org, case });
        }
    }

    /// Who is in a case, except `me`.
    #[must_use]
    pub fn others(&self, org: OrgId, case: CaseId, me: AgentId, now: Time) -> Vec<Here> {
        let beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(people) = beats.get(&(org, case)) else { return Vec::new() };
        let mut here: Vec<Here> = people
            .iter()
            .filter(|(agent, _)| **agent != me)
            .filter_map(|(agent, beat)| Some(Here { agent: *agent, doing: doing(beat, now)? }))
            .collect();
        here.sort_by_key(|here| here.agent);
        here
    }

    /// Forgets those who are gone, and tells so. To be called every few seconds.
    pub fn sweep(&self, hub: &Hub, now: Time) {
        let mut changed = Vec::new();
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        beats.retain(|(org, case), people| {
            let before = people.len();
            people.retain(|_, beat| doing(beat, now).is_some());
            let mut fell_silent = false;
            for beat in people.values_mut() {
                if beat.typed.is_some_and(|typed| now.since(typed) >= TYPING_ENDS) {
                    beat.typed = None;
                    fell_silent = true;
                }
            }
            if fell_silent || people.len() != before {
                changed.push((*org, *case));
            }
            !people.is_empty()
        });
        drop(beats);
        for (org, case) in changed {
            hub.tell(Notice::Presence { org, case });
        }
    }
}

/// What a heartbeat still says now; nothing once it is too old.
fn doing(beat: &Beat, now: Time) -> Option<Doing> {
    if now.since(beat.seen) >= GONE_AFTER {
        return None;
    }
    let typing = beat.typed.is_some_and(|typed| now.since(typed) < TYPING_ENDS);
    Some(if typing { Doing::Typing } else { Doing::Viewing })
}

#[cfg(test)]
mod tests {
    use earshot_model::{AgentId, CaseId, OrgId, Time};

    use super::{Doing, Here, PresenceBoard};
    use crate::{Hub, Notice};

    fn id(n: u8) -> uuid::Uuid {
        uuid::Uuid::from_bytes([n; 16])
    }

    #[test]
    fn typing_is_told_once_and_ends_by_itself() {
        let (hub, board) = (Hub::default(), PresenceBoard::default());
        let mut heard = hub.listen();
        let (org, case) = (OrgId(id(1)), CaseId(id(2)));
        let (ana, ben) = (AgentId(id(3)), AgentId(id(4)));
        let at = |seconds: i64| Time(seconds * Time::SECOND);
        board.beat(&hub, org, case, Here { agent: ana, doing: Doing::Typing }, at(0));
        board.beat(&hub, org, case, Here { agent: ana, doing: Doing::Typing }, at(1));
        assert_eq!(heard.try_recv(), Ok(Notice::Presence { org, case }));
        assert!(heard.try_recv().is_err(), "the second key is no news");
        assert_eq!(board.others(org, case, ana, at(1)), []);
        let seen = |now| board.others(org, case, ben, now);
        assert_eq!(seen(at(2)), [Here { agent: ana, doing: Doing::Typing }]);
        board.sweep(&hub, at(10));
        assert_eq!(heard.try_recv(), Ok(Notice::Presence { org, case }));
        assert_eq!(seen(at(10)), [Here { agent: ana, doing: Doing::Viewing }]);
        board.sweep(&hub, at(60));
        assert_eq!(heard.try_recv(), Ok(Notice::Presence { org, case }));
        assert_eq!(seen(at(60)), []);
    }

    #[test]
    fn leaving_is_told_once() {
        let (hub, board) = (Hub::default(), PresenceBoard::default());
        let (org, case, ana) = (OrgId(id(1)), CaseId(id(2)), AgentId(id(3)));
        board.beat(&hub, org, case, Here { agent: ana, doing: Doing::Viewing }, Time(0));
        let mut heard = hub.listen();
        board.leave(&hub, org, case, ana);
        board.leave(&hub, org, case, ana);
        assert!(heard.try_recv().is_ok());
        assert!(heard.try_recv().is_err());
    }
}
