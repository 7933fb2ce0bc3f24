//! How long customers waited: median, 90th percentile, and shares by class.

use earshot_model::Time;

/// An answer within so long is immediate. Microseconds; the KPI "immediate share" names 60 seconds.
pub const IMMEDIATE: i64 = Time::MINUTE;

/// How many waits were not longer than a class of service allows (15, 60 and 1,440 minutes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Within {
    /// Within [`IMMEDIATE`].
    pub minute: i64,
    /// Within 15 minutes.
    pub quarter_hour: i64,
    /// Within an hour.
    pub hour: i64,
    /// Within 24 hours.
    pub day: i64,
}

/// Waits for a first answer: from the customer's first word in the case to the brand's first answer,
/// by the calendar clock, night and weekend included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits {
    /// How many cases were answered.
    pub cases: i64,
    /// The middle wait in microseconds; the mean of the middle two of an even number.
    pub median: Option<i64>,
    /// The 90th percentile in microseconds, by nearest rank: the shortest wait that at least nine
    /// of ten do not exceed, so always one that somebody had.
    pub p90: Option<i64>,
    /// How many were short.
    pub within: Within,
}

impl Waits {
    /// Summarizes waits in microseconds, in any order. Negative ones, from clocks that disagree,
    /// count as none.
    #[must_use]
    pub fn of(mut waits: Vec<i64>) -> Self {
        for wait in &mut waits {
            *wait = (*wait).max(0);
        }
        waits.sort_unstable();
        let up_to = |limit: i64| count(waits.partition_point(|wait| *wait <= limit));
        Self {
            cases: count(waits.len()),
            median: median(&waits),
            p90: percentile(&waits, 90),
            within: Within {
                minute: up_to(IMMEDIATE),
                quarter_hour: up_to(15 * Time::MINUTE),
                hour: up_to(Time::HOUR),
                day: up_to(Time::DAY),
            },
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(lower + (upper - lower) / 2)
}

/// The value of rank `percent` / 100 of the number, rounded up.
fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_waits() {
        assert_eq!(Waits::of(Vec::new()), Waits::default());
        let one = Waits::of(vec![7]);
        assert_eq!((one.cases, one.median, one.p90), (1, Some(7), Some(7)));
        let two = Waits::of(vec![20, 10]);
        assert_eq!((two.median, two.p90), (Some(15), Some(20)));
        let ten = Waits::of((1..=10).rev().collect());
        assert_eq!((ten.median, ten.p90), (Some(5), Some(9)));
        let eleven = Waits::of((1..=11).collect());
        assert_eq!((eleven.median, eleven.p90), (Some(6), Some(10)));
        assert_eq!(Waits::of(vec![-5]).median, Some(0));
    }

    #[test]
    fn limits_belong_to_their_class() {
        let at = |wait| Waits::of(vec![wait]).within;
        assert_eq!(at(60 * Time::SECOND), Within { minute: 1, quarter_hour: 1, hour: 1, day: 1 });
        assert_eq!(at(60 * Time::SECOND + 1).minute, 0);
        assert_eq!(
            at(15 * Time::MINUTE + 1),
            Within { minute: 0, quarter_hour: 0, hour: 1, day: 1 }
        );
        assert_eq!(at(Time::HOUR + 1).hour, 0);
        assert_eq!(at(Time::DAY + 1).day, 0);
    }

    proptest! {
        #[test]
        fn nine_of_ten_waited_no_longer(waits in proptest::collection::vec(0_i64..1000, 1..200)) {
            let found = Waits::of(waits.clone());
            let p90 = found.p90.unwrap();
            let no_longer = |limit: i64| waits.iter().filter(|w| **w <= limit).count();
            prop_assert!(waits.contains(&p90));
            prop_assert!(no_longer(p90) * 10 >= waits.len() * 9);
            prop_assert!(no_longer(p90 - 1) * 10 < waits.len() * 9);
            let median = found.median.unwrap();
            prop_assert!(waits.iter().filter(|w| **w < median).count() * 2 <= waits.len());
            prop_assert!(waits.iter().filter(|w| **w > median).count() * 2 <= waits.len());
        }
    }
}
