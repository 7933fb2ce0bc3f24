//! How long the brand may take, by service level.

use earshot_model::{SlaClass, Time};
use serde::{Deserialize, Serialize};

/// The three limits of one service level, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// From the customer's first word to the brand's first answer.
    pub first: i64,
    /// From any later word to its answer.
    pub next: i64,
    /// From the first word to the resolution.
    pub resolve: i64,
}

/// The limits of all service levels. Clocks run day and night, as public networks do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPolicy {
    /// Of [`SlaClass::Urgent`].
    pub urgent: Limits,
    /// Of [`SlaClass::Normal`].
    pub normal: Limits,
    /// Of [`SlaClass::Relaxed`].
    pub relaxed: Limits,
}

impl ClockPolicy {
    /// The limits of a service level; none for [`SlaClass::None`].
    #[must_use]
    pub const fn limits(&self, sla: SlaClass) -> Option<Limits> {
        match sla {
            SlaClass::Urgent => Some(self.urgent),
            SlaClass::Normal => Some(self.normal),
            SlaClass::Relaxed => Some(self.relaxed),
            SlaClass::None => None,
        }
    }
}

/// The usual times: 15 minutes and 4 hours, 60 minutes and 24 hours, 24 and 72 hours.
impl Default for ClockPolicy {
    fn default() -> Self {
        let limits = |answer, resolve| Limits { first: answer, next: answer, resolve };
        Self {
            urgent: limits(15 * Time::MINUTE, 4 * Time::HOUR),
            normal: limits(60 * Time::MINUTE, 24 * Time::HOUR),
            relaxed: limits(24 * Time::HOUR, 72 * Time::HOUR),
        }
    }
}
