//! What goes wrong on real servers, on request and counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MastodonFault {
    /// A request is refused with 429, with the headers that say so, for one second.
    RateLimit,
    /// A request is refused with 429 that does not say until when.
    RudeRateLimit,
    /// A request is refused with 503: nothing was done.
    ServerError,
    /// A status is posted, and the connection breaks before the answer.
    AcceptThenDrop,
    /// A status is posted, and 502 is answered.
    AcceptThenFail,
    /// A status is posted three seconds late; the answer comes after it.
    AcceptLate,
    /// An answer comes a few bytes at a time, over two seconds.
    SlowBody,
    /// The token is refused.
    ExpiredToken,
    /// A page holds everything twice, and what came before as well.
    Duplicate,
    /// A page comes in reverse.
    Disorder,
    /// The key of a status is forgotten: the same again would be another status.
    ForgetKey,
    /// An answer ends in the middle.
    Truncated,
    /// A stream breaks off.
    DropStream,
}

/// The faults that are still to come, and those that came.
#[derive(Debug, Default)]
pub(super) struct Faults {
    planned: BTreeMap<MastodonFault, u32>,
    hit: BTreeMap<MastodonFault, u32>,
}

impl Faults {
    pub(super) fn plan(&mut self, fault: MastodonFault, times: u32) {
        let planned = self.planned.entry(fault).or_default();
        *planned = if times == 0 { 0 } else { planned.saturating_add(times) };
    }

    /// Whether this fault strikes now; it is used up by that.
    pub(super) fn strikes(&mut self, fault: MastodonFault) -> bool {
        let Some(left) = self.planned.get_mut(&fault).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        *self.hit.entry(fault).or_default() += 1;
        true
    }

    pub(super) fn hits(&self, fault: MastodonFault) -> u32 {
        self.hit.get(&fault).copied().unwrap_or(0)
    }
}
