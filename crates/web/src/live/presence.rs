//! Who is where, as one screen has heard it so far.

use std::collections::HashMap;

use axum::response::sse::Event;
use earshot_engage::acts::{Doing, Here};
use earshot_model::{Agent, AgentId, CaseId};
use serde_json::json;

/// The people of each case that the screen was last told.
#[derive(Default)]
pub(super) struct Heard(HashMap<CaseId, Vec<(AgentId, &'static str)>>);

impl Heard {
    /// Tells who is in this case, if that is news. The first word about a case always is, also when
    /// nobody is there: the page may have been drawn while somebody still was.
    pub(super) fn news(&mut self, case: CaseId, here: &[Here], agents: &[Agent]) -> Option<Event> {
        let mut now: Vec<(AgentId, &'static str)> =
            here.iter().map(|here| (here.agent, word(here.doing))).collect();
        now.sort_unstable();
        if self.0.get(&case) == Some(&now) {
            return None;
        }
        let people: Vec<_> = now
            .iter()
            .map(|(id, state)| {
                let name = agents.iter().find(|agent| agent.id == *id);
                let name = name.map_or("", |agent| agent.short_name.as_str());
                json!({ "agent": id, "name": name, "state": state })
            })
            .collect();
        self.0.insert(case, now);
        let data = json!({ "id": case, "here": people });
        Some(Event::default().event("presence").data(data.to_string()))
    }

    /// The cases in which somebody was last seen.
    pub(super) fn cases(&self) -> Vec<CaseId> {
        self.0.iter().filter(|(_, people)| !people.is_empty()).map(|(case, _)| *case).collect()
    }

    /// Forgets cases in which nobody was last seen, once there are many.
    pub(super) fn tidy(&mut self) {
        if self.0.len() > MOST {
            self.0.retain(|_, people| !people.is_empty());
        }
    }
}

/// How many cases one screen remembers before the empty ones are forgotten.
const MOST: usize = 1_000;

const fn word(doing: Doing) -> &'static str {
    match doing {
        Doing::Typing => "typing",
        Doing::Viewing => "viewing",
    }
}
