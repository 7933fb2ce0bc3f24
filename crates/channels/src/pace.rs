//! How fast an account may go: what its channel allows, what goes first when that is little, and when
//! to leave a channel alone that does not answer.
//!
//! All of it is plain arithmetic over the time that the caller brings. One [`Pace`] stands for one
//! account, so that an account in trouble slows no other.

mod breaker;
mod bucket;
mod patience;
mod rates;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::Time;

pub use breaker::{Breaker, TRIPS_AFTER};
pub use bucket::{Bucket, Lane};
pub use patience::{LONGEST, SHORTEST, next_wait};
pub use rates::{Rates, Reset, Told};

/// How fast one account may go.
#[derive(Debug, Default)]
pub struct Pace(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    breaker: Breaker,
    buckets: BTreeMap<&'static str, Bucket>,
}

impl Pace {
    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request may go now. It counts as gone.
    ///
    /// # Errors
    /// When it may be tried again.
    pub fn admit(&self, bucket: &'static str, lane: Lane, now: Time) -> Result<(), Time> {
        let mut inner = self.inner();
        inner.breaker.ready(now)?;
        inner.buckets.entry(bucket).or_default().admit(lane, now)?;
        inner.breaker.gone(now);
        Ok(())
    }

    /// Whether an answer could go now: no bucket is shut, and the channel is not left alone.
    ///
    /// # Errors
    /// When it may be tried again.
    pub fn ready(&self, now: Time) -> Result<(), Time> {
        let inner = self.inner();
        inner.breaker.ready(now)?;
        inner.buckets.values().try_for_each(|bucket| bucket.ready(Lane::Replies, now))
    }

    /// The channel answered, whatever it said, and said so much about its limit.
    pub fn answered(&self, bucket: &'static str, told: Option<Told>, now: Time) {
        let mut inner = self.inner();
        inner.breaker.well();
        if let Some(told) = told {
            inner.buckets.entry(bucket).or_default().learn(told, now);
        }
    }

    /// The channel refused for being asked too often. Gives until when it is left alone.
    pub fn refused(&self, bucket: &'static str, until: Option<Time>, now: Time, dice: u64) -> Time {
        let mut inner = self.inner();
        inner.breaker.well();
        inner.buckets.entry(bucket).or_default().shut(until, now, dice)
    }

    /// The channel did not answer, or said that it is broken.
    pub fn failed(&self, now: Time, dice: u64) {
        self.inner().breaker.ill(now, dice);
    }
}
