//! What goes wrong on the real network, on request and counted.

use serde::{Deserialize, Serialize};

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlueskyFault {
    /// A request is refused with 429, with the headers that say so, for one second.
    RateLimit,
    /// A request is refused with 429 that does not say until when.
    RudeRateLimit,
    /// A request is refused with 503: nothing was done.
    ServerError,
    /// A record or a message is kept, and the connection breaks before the answer.
    AcceptThenDrop,
    /// A record or a message is kept, and 502 is answered.
    AcceptThenFail,
    /// A record or a message is kept three seconds late; the answer comes after it.
    AcceptLate,
    /// An answer comes a few bytes at a time, over two seconds.
    SlowBody,
    /// The token of a session has run out before its time.
    ExpiredToken,
    /// A session can be renewed no more.
    LostRenewal,
    /// A page holds everything twice.
    Duplicate,
    /// A page comes in reverse.
    Disorder,
    /// An answer ends in the middle.
    Truncated,
    /// The Jetstream breaks off before an event.
    DropStream,
    /// The Jetstream breaks off in the middle of an event.
    CutFrame,
    /// The Jetstream tells things that nobody can read before an event.
    OddFrame,
    /// The Jetstream tells an event twice.
    TwiceTold,
    /// The Jetstream points to an address in a private network.
    Redirect,
}

/// The faults that are still to come, and those that came.
pub(super) type Faults = crate::planned::Planned<BlueskyFault>;
