//! What goes wrong on real servers, on request and counted.

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
    /// A status is posted late, three seconds unless it was said otherwise; the answer comes after it.
    AcceptLate,
    /// An answer comes a few bytes at a time, over two seconds.
    SlowBody,
    /// The token is refused.
    ExpiredToken,
    /// The token is good, and may not post any more: 403.
    RevokedRight,
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
pub(super) type Faults = crate::planned::Planned<MastodonFault>;
