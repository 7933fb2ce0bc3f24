//! How long to wait after a failure: longer each time, and never the same for two who fail together.

use earshot_model::Time;

/// The shortest wait, in microseconds: one second.
pub const SHORTEST: i64 = Time::SECOND;
/// The longest wait, in microseconds: 15 minutes.
pub const LONGEST: i64 = 15 * Time::MINUTE;

/// The wait after another failure, in microseconds: anything from [`SHORTEST`] to three times the wait
/// before, at most [`LONGEST`]. `last` is 0 after the first failure. `dice` is any random number.
///
/// This is the "decorrelated jitter" of M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture
/// Blog, 2015).
#[must_use]
pub fn next_wait(last: i64, dice: u64) -> i64 {
    let most = last.max(SHORTEST).saturating_mul(3).min(LONGEST);
    let span = u64::try_from(most - SHORTEST).unwrap_or(0);
    let extra = dice % span.saturating_add(1);
    SHORTEST + i64::try_from(extra).unwrap_or(0)
}
