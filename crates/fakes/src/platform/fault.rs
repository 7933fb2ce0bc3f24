//! What goes wrong on real networks, on request and counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A reply is refused with 429: it did not go.
    RateLimit,
    /// A reply is refused with 500: it did not go.
    ServerError,
    /// A reply is posted, and the connection breaks before the answer.
    AcceptThenDrop,
    /// A reply takes two seconds.
    Slow,
    /// A reply is held for review and then rejected.
    RejectInReview,
    /// Somebody forgot that they carried a command out: the same again is posted again. Planned often
    /// enough, nobody but the server keeps a reply from being doubled.
    Forget,
    /// Nobody is at the webhook: it answers 503, to a look as well.
    Away,
    /// The webhook carries a command out, and the connection breaks before the answer.
    AnswerLost,
    /// The webhook carries a command out, and answers 502.
    AnswerFails,
    /// The webhook carries a command out, and answers 25 seconds later.
    AnswerLate,
    /// The webhook's answer comes a few bytes at a time, over two seconds.
    SlowBody,
    /// A batch of events is delivered twice.
    Duplicate,
    /// A batch of events is delivered in reverse.
    OutOfOrder,
}

/// The faults that are still to come, and those that came.
#[derive(Debug, Default)]
pub(super) struct Faults {
    planned: BTreeMap<Fault, u32>,
    hit: BTreeMap<Fault, u32>,
}

impl Faults {
    pub(super) fn plan(&mut self, fault: Fault, times: u32) {
        let planned = self.planned.entry(fault).or_default();
        *planned = planned.saturating_add(times);
    }

    /// Whether this fault strikes now; it is used up by that.
    pub(super) fn strikes(&mut self, fault: Fault) -> bool {
        let Some(left) = self.planned.get_mut(&fault).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        *self.hit.entry(fault).or_default() += 1;
        true
    }

    pub(super) fn hits(&self, fault: Fault) -> u32 {
        self.hit.get(&fault).copied().unwrap_or(0)
    }
}
