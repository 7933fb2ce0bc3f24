//! Working time: how much lies between two instants, and when so much will have passed.
//!
//! A zone has a constant offset between two of its changes. Within such a stretch the wall clock
//! runs like any other, so open time is counted there by weeks and special days, without a walk
//! over the days.

use earshot_model::Time;

use super::Calendar;
use super::seek::{LAST_DAY, Stretch, countable};

impl Calendar {
    /// Working microseconds from `from` to `to`; 0 when `to` is not later.
    #[must_use]
    pub fn working(&self, from: Time, to: Time) -> i64 {
        if self.is_always() {
            return to.since(from).max(0);
        }
        let to = countable(to);
        let mut sum: i64 = 0;
        for stretch in self.stretches(from) {
            let end = stretch.to.map_or(to, |end| end.min(to));
            if end <= stretch.from {
                break;
            }
            let open = self.open_until(stretch.local(end)) - self.open_until(stretch.local_from());
            sum = sum.saturating_add(open);
        }
        sum
    }

    /// The earliest instant until which `working` microseconds lie after `from`; `from` itself
    /// when there is nothing to wait for. It is never an opening: work that ends with the day ends
    /// at closing time. Where the calendar does not have so much left, the end of time.
    #[must_use]
    pub fn add(&self, from: Time, working: i64) -> Time {
        if working <= 0 {
            return from;
        }
        if self.is_always() {
            return from.plus(working);
        }
        let mut left = working;
        for stretch in self.stretches(from) {
            let begun = self.open_until(stretch.local_from());
            if let Some(end) = stretch.to {
                let open = self.open_until(stretch.local(end)) - begun;
                if open < left {
                    left -= open;
                    continue;
                }
            }
            return self.seek_open(&stretch, begun.saturating_add(left));
        }
        Time(i64::MAX)
    }

    /// Whether work is done at this instant.
    #[must_use]
    pub fn is_open(&self, at: Time) -> bool {
        let stretch = Stretch::at(&self.zone, at);
        let local = stretch.local_from();
        let (day, time) = (local.div_euclid(Time::DAY), local.rem_euclid(Time::DAY));
        self.plan(day).and_then(|plan| plan.next_open(time)) == Some(time)
    }

    /// The first open instant at or after `at`; the end of time when it never opens again.
    #[must_use]
    pub fn next_open(&self, at: Time) -> Time {
        let open_from = |day, time| self.plan(day).and_then(|plan| plan.next_open(time));
        self.seek(at, |day| self.open_before(day), open_from).unwrap_or(Time(i64::MAX))
    }

    /// The first closed instant at or after `at`; none for a calendar that never closes again.
    #[must_use]
    pub fn next_close(&self, at: Time) -> Option<Time> {
        let last = self.special.last().map_or(i64::MIN, |special| special.day);
        let closed_before = |day: i64| day.saturating_mul(Time::DAY) - self.open_before(day);
        let closed_from =
            |day, time| self.plan(day).map_or(Some(time), |plan| plan.next_closed(time));
        if self.week_open == 7 * Time::DAY {
            let today = Stretch::at(&self.zone, at).local_from().div_euclid(Time::DAY);
            // The zone may still move the date by a day, so look two further.
            if today > last.saturating_add(2) {
                return None;
            }
        }
        self.seek(at, closed_before, closed_from)
    }

    /// Whether it never closes, so that wall time and working time are one.
    fn is_always(&self) -> bool {
        self.week_open == 7 * Time::DAY && self.special.is_empty()
    }

    /// Walks the stretches from `at` for the first instant that `in_day` finds, where `before`
    /// counts what it looks for until the start of a day.
    fn seek(
        &self,
        at: Time,
        before: impl Fn(i64) -> i64,
        in_day: impl Fn(i64, i64) -> Option<i64>,
    ) -> Option<Time> {
        if countable(at) < at {
            return None;
        }
        for stretch in self.stretches(at) {
            let local = stretch.local_from();
            let (day, time) = (local.div_euclid(Time::DAY), local.rem_euclid(Time::DAY));
            let found = in_day(day, time).map(|time| (day, time)).or_else(|| {
                let next = first_day(day + 1, before(day + 1) + 1, &before)?;
                in_day(next, 0).map(|time| (next, time))
            });
            let Some((day, time)) = found else { continue };
            let instant = stretch.instant(day * Time::DAY + time);
            if stretch.to.is_none_or(|end| instant < end) {
                return Some(instant);
            }
        }
        None
    }

    /// The instant in this stretch until which `amount` is open since 1970.
    fn seek_open(&self, stretch: &Stretch, amount: i64) -> Time {
        let day = stretch.local_from().div_euclid(Time::DAY);
        let Some(day) = first_day(day, amount, &|day| self.open_before(day)) else {
            return Time(i64::MAX);
        };
        let within = amount - self.open_before(day);
        let time = self.plan(day).map_or(0, |plan| plan.when_open(within));
        stretch.instant(day * Time::DAY + time)
    }
}

/// The first day from `from` on, at whose end `before` has reached `amount`. Doubles its steps,
/// then halves: what is looked for is near in nearly every case.
fn first_day(from: i64, amount: i64, before: &impl Fn(i64) -> i64) -> Option<i64> {
    let reached = |day: i64| before(day + 1) >= amount;
    let (mut low, mut step) = (from, 1);
    while !reached(low + step - 1) {
        low += step;
        step *= 2;
        if low > LAST_DAY {
            return None;
        }
    }
    // The answer lies in low ..= low + step - 1.
    let mut high = low + step - 1;
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
