//! The promise ledger: of the times that were told, how many were kept.

use std::collections::BTreeMap;

use earshot_model::Time;

use super::{ClockKind, ClockState, Phase};

/// What became of one promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// Still open, and in time.
    Open,
    /// Kept.
    Kept,
    /// Not kept, or kept too late.
    Broken,
    /// The customer agreed to another time, or needed it no more, before it was late.
    Released,
}

/// One promise in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// The network on which it was told.
    pub network: String,
    /// Until when.
    pub due_at: Time,
    /// What became of it.
    pub kept: Kept,
}

impl Promised {
    /// Reads a promise from the state of its clock; none for other clocks.
    #[must_use]
    pub fn read(network: &str, state: &ClockState) -> Option<Self> {
        let due_at = state.due_at.filter(|_| state.clock == ClockKind::Promise)?;
        // One that was put off when it was late already is broken all the same.
        let kept = match state.phase {
            _ if state.breached_at.is_some() => Kept::Broken,
            Phase::Met => Kept::Kept,
            Phase::Dropped => Kept::Released,
            _ => Kept::Open,
        };
        Some(Self { network: network.to_owned(), due_at, kept })
    }
}

/// Promises of one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ledger {
    /// Still open, and in time.
    pub open: u64,
    /// Kept.
    pub kept: u64,
    /// Broken.
    pub broken: u64,
    /// Released in time.
    pub released: u64,
}

impl Ledger {
    /// The share of kept promises among those that were due, in per mille; none when none was.
    #[must_use]
    pub fn kept_per_mille(&self) -> Option<u64> {
        self.kept.saturating_mul(1_000).checked_div(self.kept + self.broken)
    }
}

/// Counts promises by network.
#[must_use]
pub fn ledger<'a>(promises: impl IntoIterator<Item = &'a Promised>) -> BTreeMap<String, Ledger> {
    let mut networks: BTreeMap<String, Ledger> = BTreeMap::new();
    for promise in promises {
        let row = networks.entry(promise.network.clone()).or_default();
        let place = match promise.kept {
            Kept::Open => &mut row.open,
            Kept::Kept => &mut row.kept,
            Kept::Broken => &mut row.broken,
            Kept::Released => &mut row.released,
        };
        *place += 1;
    }
    networks
}
