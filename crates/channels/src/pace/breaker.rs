//! Leaves a channel alone that does not answer, and asks now and then whether it is back.

use earshot_model::Time;

use super::patience::next_wait;

/// So many failures one after another, and the channel is left alone for a while.
pub const TRIPS_AFTER: u32 = 5;

/// How long one request is trusted to come back before another one may look, in microseconds.
const TRIAL: i64 = 30 * Time::SECOND;

/// Counts failures, one after another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: u32,
    wait: i64,
    /// While it is set, nothing goes before; then one request goes, and moves it.
    open_until: Option<Time>,
}

impl Breaker {
    /// Whether something may go now.
    ///
    /// # Errors
    /// When it may be tried again.
    pub const fn ready(&self, now: Time) -> Result<(), Time> {
        match self.open_until {
            Some(until) if until.0 > now.0 => Err(until),
            _ => Ok(()),
        }
    }

    /// Something goes. While the channel is in doubt, nothing else does until it came back.
    pub const fn gone(&mut self, now: Time) {
        if self.open_until.is_some() {
            self.open_until = Some(now.plus(TRIAL));
        }
    }

    /// The channel answered.
    pub fn well(&mut self) {
        *self = Self::default();
    }

    /// The channel did not answer.
    pub fn ill(&mut self, now: Time, dice: u64) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= TRIPS_AFTER {
            self.wait = next_wait(self.wait, dice);
            self.open_until = Some(now.plus(self.wait));
        }
    }
}
