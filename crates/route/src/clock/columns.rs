//! The clocks as they stand in the row of a case.

use earshot_model::{Clocks, Time};

use super::{ClockKind, Course, Rules};
use crate::Error;

impl Course {
    /// The deadlines that run, for the row of the case, where lists sort by them. A clock that
    /// stands still has no deadline.
    ///
    /// # Errors
    /// When the case runs under an edition that `rules` does not have.
    pub fn columns(&self, rules: &Rules, now: Time) -> Result<Clocks, Error> {
        let states = self.states(rules, now)?;
        let due = |clock| {
            states
                .iter()
                .find(|state| state.clock == clock && state.is_open())
                .and_then(|state| state.due_at)
        };
        let first = states.iter().find(|state| state.clock == ClockKind::First);
        let met = first.filter(|state| state.ended.is_some_and(|e| e.how == super::End::Met));
        Ok(Clocks {
            first_due_at: met.map_or_else(|| due(ClockKind::First), |state| state.due_at),
            next_due_at: due(ClockKind::Next),
            resolve_due_at: due(ClockKind::Resolve),
            first_answered_at: met.and_then(|state| state.ended).map(|ended| ended.at),
        })
    }
}
