//! A version of something that people change while cases run under it.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One version of a policy or a calendar. What was saved under an edition never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edition {
    /// Which policy or calendar.
    pub id: Uuid,
    /// Which version of it, from 1.
    pub version: i64,
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {} of {}", self.version, self.id)
    }
}
