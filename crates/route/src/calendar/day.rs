//! The open spans of one local day, in microseconds from its midnight.

use earshot_model::Time;

use super::Interval;

/// The open time of one day: spans in order that neither touch nor overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DayPlan {
    spans: Vec<(i64, i64)>,
    /// How much of the day is open.
    pub(super) open: i64,
}

impl DayPlan {
    /// The plan of these intervals, which must not overlap. Those that touch become one.
    pub(super) fn new(intervals: &[Interval]) -> Self {
        let mut sorted = intervals.to_vec();
        sorted.sort_unstable();
        let mut spans: Vec<(i64, i64)> = Vec::with_capacity(sorted.len());
        for interval in sorted {
            let from = i64::from(interval.from()) * Time::MINUTE;
            let to = i64::from(interval.to()) * Time::MINUTE;
            match spans.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => spans.push((from, to)),
            }
        }
        let open = spans.iter().map(|(from, to)| to - from).sum();
        Self { spans, open }
    }

    /// How much is open before this time of the day.
    pub(super) fn open_before(&self, time: i64) -> i64 {
        self.spans.iter().map(|(from, to)| time.clamp(*from, *to) - from).sum()
    }

    /// The earliest time of the day before which `amount` is open; `amount` is 1 to
    /// [`Self::open`].
    pub(super) fn when_open(&self, amount: i64) -> i64 {
        let mut left = amount;
        for (from, to) in &self.spans {
            let length = to - from;
            if left <= length {
                return from + left;
            }
            left -= length;
        }
        Time::DAY
    }

    /// The first open time of the day at or after `time`.
    pub(super) fn next_open(&self, time: i64) -> Option<i64> {
        self.spans.iter().find(|(_, to)| *to > time).map(|(from, _)| time.max(*from))
    }

    /// The first closed time of the day at or after `time`.
    pub(super) fn next_closed(&self, time: i64) -> Option<i64> {
        let inside = self.spans.iter().find(|(from, to)| *from <= time && time < *to);
        let at = inside.map_or(time, |(_, to)| *to);
        (at < Time::DAY).then_some(at)
    }
}
