//! Who is where, as one screen has heard it so far.

use std::collections::{HashMap, HashSet};

use axum::response::sse::Event;
use earshot_engage::acts::{Doing, Here};
use earshot_model::{Agent, AgentId, CaseId};
use serde_json::json;

/// Who was last told to be in which case, and doing what.
#[derive(Default)]
pub(super) struct Heard(HashMap<CaseId, HashMap<AgentId, &'static str>>);

impl Heard {
    /// What has changed since the screen heard of this case.
    pub(super) fn changes(&mut self, case: CaseId, here: &[Here], agents: &[Agent]) -> Vec<Event> {
        let known = self.0.entry(case).or_default();
        let now: HashSet<AgentId> = here.iter().map(|here| here.agent).collect();
        let mut changes: Vec<(AgentId, &'static str)> = Vec::new();
        for gone in known.keys().filter(|agent| !now.contains(agent)) {
            changes.push((*gone, "leave"));
        }
        for here in here {
            let state = match here.doing {
                Doing::Typing => "typing",
                Doing::Viewing => "viewing",
            };
            if known.get(&here.agent) != Some(&state) {
                changes.push((here.agent, state));
            }
        }
        for (agent, state) in &changes {
            if *state == "leave" {
                known.remove(agent);
            } else {
                known.insert(*agent, state);
            }
        }
        if known.is_empty() {
            self.0.remove(&case);
        }
        changes.sort_unstable();
        changes.into_iter().map(|(agent, state)| event(case, agent, state, agents)).collect()
    }

    /// The cases in which somebody was last seen.
    pub(super) fn cases(&self) -> Vec<CaseId> {
        self.0.keys().copied().collect()
    }
}

fn event(case: CaseId, id: AgentId, state: &str, agents: &[Agent]) -> Event {
    let name = agents.iter().find(|agent| agent.id == id).map(|agent| agent.short_name.as_str());
    let data = json!({ "id": case, "agent": id, "name": name.unwrap_or_default(), "state": state });
    Event::default().event("presence").data(data.to_string())
}
