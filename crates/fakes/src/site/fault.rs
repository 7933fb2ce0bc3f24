//! What goes wrong on real sites, on request and counted.

use serde::{Deserialize, Serialize};

/// Something that goes wrong when a feed is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteFault {
    /// 429, to be asked again in 30 seconds.
    RateLimit,
    /// 429 that does not say until when.
    RudeRateLimit,
    /// 503.
    ServerError,
    /// 401.
    Locked,
    /// The feed comes a few bytes at a time, over two seconds.
    SlowBody,
    /// The feed ends in the middle.
    Truncated,
    /// The feed never ends.
    Endless,
    /// The feed comes as gzip, and would be 100 MB.
    Bomb,
    /// It stands at another address of this site now.
    Moved,
    /// It is said to stand inside a private network.
    Private,
    /// It is said to stand where it was asked for.
    Loop,
}

/// The faults that are still to come, and those that came.
pub(super) type Faults = crate::planned::Planned<SiteFault>;
