//! Faults that were asked for, counted as they strike.

use std::collections::BTreeMap;

/// The faults that are still to come, and those that came.
#[derive(Debug)]
pub(crate) struct Planned<F> {
    planned: BTreeMap<F, u32>,
    hit: BTreeMap<F, u32>,
}

impl<F> Default for Planned<F> {
    fn default() -> Self {
        Self { planned: BTreeMap::new(), hit: BTreeMap::new() }
    }
}

impl<F: Ord + Copy> Planned<F> {
    /// Lets a fault strike so many times more; 0 takes it back.
    pub(crate) fn plan(&mut self, fault: F, times: u32) {
        let planned = self.planned.entry(fault).or_default();
        *planned = if times == 0 { 0 } else { planned.saturating_add(times) };
    }

    /// Whether this fault strikes now; it is used up by that.
    pub(crate) fn strikes(&mut self, fault: F) -> bool {
        let Some(left) = self.planned.get_mut(&fault).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        *self.hit.entry(fault).or_default() += 1;
        true
    }

    /// How often it really struck.
    pub(crate) fn hits(&self, fault: F) -> u32 {
        self.hit.get(&fault).copied().unwrap_or(0)
    }
}
