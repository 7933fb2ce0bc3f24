//! The desk as the router sees it, while a batch is applied.

use std::collections::HashMap;

use earshot_model::{AgentId, Decision, DepartmentId, QueueId, Time, Verdict};
use earshot_route::board::{Kind, QueueRules};
use earshot_route::{ClockPolicy, DeskState, QueueState};
use earshot_store::waiting::Wants;
use earshot_store::{Conn, roster};

use crate::hand_out::rules;
use crate::{Error, Result};

/// Queues with their rules. Who takes a case is decided once it waits there.
pub(crate) struct Desk {
    queues: Vec<QueueState>,
    rules: HashMap<QueueId, QueueRules>,
    default_queue: QueueId,
}

impl Desk {
    /// Reads it, in one statement.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        let found = roster::queues(conn).await?;
        let rules = found.iter().map(|queue| (queue.id, rules(queue))).collect();
        let state = |queue: roster::RuledQueue| QueueState {
            id: queue.id,
            key: queue.key,
            department_id: queue.department_id,
            team_model: queue.team_model,
        };
        let queues: Vec<QueueState> = found.into_iter().map(state).collect();
        let default_queue = queues.first().map(|queue| queue.id).ok_or(Error::NoQueue)?;
        Ok(Self { queues, rules, default_queue })
    }

    /// The desk for one routing.
    pub(crate) fn state(&self, since: Time, imported: bool, clocks: ClockPolicy) -> DeskState<'_> {
        DeskState {
            queues: &self.queues,
            default_queue: self.default_queue,
            since,
            imported,
            clocks,
        }
    }

    /// What a new case of a queue asks of whoever takes it. `last` is who helped this customer before.
    pub(crate) fn wants(
        &self,
        queue: QueueId,
        decision: &Decision,
        verdict: Option<&Verdict>,
        last: Option<AgentId>,
        now: Time,
    ) -> Wants {
        let rules = self.rules.get(&queue);
        let needs_language = rules.is_some_and(|rules| rules.language);
        let language = verdict.map(|verdict| verdict.language.value.clone());
        let kind = Kind {
            queue,
            class: decision.sla,
            skills: decision.skills.clone(),
            language: language.filter(|tag| needs_language && tag != "und" && !tag.is_empty()),
            weight: rules.map_or(1, |rules| rules.weight.max(1)),
            apart: last.is_some(),
        };
        let (weight, kind) = (kind.weight, kind.word());
        Wants { kind, weight, preferred: last, since: Some(now) }
    }

    /// Whose policies hold in a queue.
    pub(crate) fn department(&self, queue: QueueId) -> Result<DepartmentId> {
        let found = self.queues.iter().find(|state| state.id == queue);
        found.map(|state| state.department_id).ok_or(Error::NoQueue)
    }
}
