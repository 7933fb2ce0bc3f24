//! How long things took.

use std::fmt;
use std::time::Duration;

/// Durations of one kind of request. All of them are kept: a minute of load is a few megabytes, and
/// a percentile is then exact.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times {
    micros: Vec<u64>,
}

impl Times {
    /// Keeps one more.
    pub(crate) fn add(&mut self, took: Duration) {
        self.micros.push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Takes over those of another client.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.micros.append(&mut other.micros);
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> usize {
        self.micros.len()
    }

    /// The value that `percent` of 100 do not exceed (nearest rank): the smallest one for 0, the
    /// greatest for 100, nothing when there are none.
    pub(crate) fn percentile(&self, percent: u8) -> Option<Duration> {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let rank = sorted.len().saturating_mul(usize::from(percent)).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).map(|micros| Duration::from_micros(*micros))
    }
}

/// Milliseconds with as many digits as say something.
pub(crate) struct Millis(pub(crate) Option<Duration>);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("-"),
            Some(took) if took < Duration::from_millis(10) => {
                write!(f, "{:.2} ms", took.as_secs_f64() * 1e3)
            }
            Some(took) if took < Duration::from_millis(100) => {
                write!(f, "{:.1} ms", took.as_secs_f64() * 1e3)
            }
            Some(took) => write!(f, "{:.0} ms", took.as_secs_f64() * 1e3),
        }
    }
}

/// How many in a second, over this time; 0 for no time.
pub(crate) fn per_second(count: usize, over: Duration) -> u64 {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let millis = u64::try_from(over.as_millis()).unwrap_or(u64::MAX);
    count.saturating_mul(1_000).checked_div(millis).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Millis, Times, per_second};

    fn times(micros: &[u64]) -> Times {
        let mut times = Times::default();
        for m in micros {
            times.add(Duration::from_micros(*m));
        }
        times
    }

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let hundred: Vec<u64> = (1..=100).rev().collect();
        let times = times(&hundred);
        assert_eq!(times.percentile(50), Some(Duration::from_micros(50)));
        assert_eq!(times.percentile(99), Some(Duration::from_micros(99)));
        assert_eq!(times.percentile(100), Some(Duration::from_micros(100)));
        assert_eq!(times.percentile(0), Some(Duration::from_micros(1)));
        assert_eq!(Times::default().percentile(50), None);
    }

    proptest! {
        #[test]
        fn at_least_that_many_are_not_greater(mut micros: Vec<u32>, percent in 0_u8..=100) {
            prop_assume!(!micros.is_empty());
            let all: Vec<u64> = micros.iter().map(|m| u64::from(*m)).collect();
            let found = times(&all).percentile(percent).unwrap().as_micros();
            micros.sort_unstable();
            let below = micros.iter().filter(|m| u128::from(**m) <= found).count();
            prop_assert!(below * 100 >= micros.len() * usize::from(percent));
        }
    }

    #[test]
    fn figures_read_well() {
        assert_eq!(Millis(Some(Duration::from_micros(1_234))).to_string(), "1.23 ms");
        assert_eq!(Millis(Some(Duration::from_micros(12_345))).to_string(), "12.3 ms");
        assert_eq!(Millis(Some(Duration::from_micros(1_234_567))).to_string(), "1235 ms");
        assert_eq!(per_second(500, Duration::from_millis(250)), 2_000);
        assert_eq!(per_second(500, Duration::ZERO), 0);
    }
}
