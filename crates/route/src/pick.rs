//! The queue and the clocks of a case. The person comes from the [`Board`](crate::Board).

use earshot_model::{Clocks, Decision, Reason, Routing};

use crate::clocks::started;
use crate::{DeskState, QueueState};

/// Picks queues for cases. It holds nothing, so one serves everybody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Router;

impl Router {
    /// Says where a case goes and until when an answer is owed, with the reasons in order. Imported
    /// history gets no clocks.
    #[must_use]
    pub fn route(&self, decision: &Decision, desk: &DeskState<'_>) -> Routing {
        let mut reasons = Vec::new();
        let queue = pick_queue(decision, desk, &mut reasons);
        let queue_id = queue.map_or(desk.default_queue, |queue| queue.id);
        if desk.imported {
            reasons.push(reason("reason-imported", &[]));
            return Routing { queue_id, clocks: Clocks::default(), reasons };
        }
        if !decision.skills.is_empty() {
            reasons.push(reason("reason-skills", &[("skills", &decision.skills.join(", "))]));
        }
        let clocks = desk
            .clocks
            .limits(decision.sla)
            .map_or_else(Clocks::default, |limits| started(limits, desk.since));
        reasons.push(reason("reason-clock", &[("class", decision.sla.word())]));
        Routing { queue_id, clocks, reasons }
    }
}

fn pick_queue<'a>(
    decision: &Decision,
    desk: &DeskState<'a>,
    reasons: &mut Vec<Reason>,
) -> Option<&'a QueueState> {
    let default = || desk.queues.iter().find(|queue| queue.id == desk.default_queue);
    let Some(key) = &decision.queue else {
        reasons.push(reason("reason-default-queue", &[]));
        return default();
    };
    if let Some(queue) = desk.queues.iter().find(|queue| queue.key == *key) {
        reasons.push(reason("reason-queue", &[("queue", key)]));
        return Some(queue);
    }
    reasons.push(reason("reason-queue-gone", &[("queue", key)]));
    default()
}

fn reason(key: &str, values: &[(&str, &str)]) -> Reason {
    let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Reason { line: None, key: key.to_owned(), values }
}
