//! One run of one clock: facts only. How long it may take is read from the policies when asked.

use earshot_model::Time;
use serde::{Deserialize, Serialize};

use super::{ClockKind, Edition};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// What it measured happened.
    Met,
    /// It is owed no longer: dismissed with a reason, withdrawn, released, or waived.
    Dropped,
    /// Another run took its place.
    Replaced,
}

/// When and how a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Time,
    /// How.
    pub how: End,
}

/// A clock from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) clock: ClockKind,
    /// From 1, per case and clock.
    pub(super) number: u32,
    pub(super) started_at: Time,
    pub(super) ended: Option<Ended>,
    /// The policies that it ran under, each with the instant from which it held. Never empty.
    pub(super) policies: Vec<(Time, Option<Edition>)>,
    /// For promises.
    pub(super) promise: Option<Vow>,
}

/// What a promise run must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Vow {
    pub(super) number: i64,
    pub(super) of: super::PromiseOf,
    pub(super) due_at: Time,
}

impl Run {
    pub(super) const fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    pub(super) fn end(&mut self, at: Time, how: End) {
        if self.ended.is_none() {
            self.ended = Some(Ended { at: at.max(self.started_at), how });
        }
    }
}
