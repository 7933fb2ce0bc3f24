//! The days of a range, as an organization counts them.

use earshot_model::Time;
use earshot_store::reports::{Day, MOST_DAYS};
use earshot_store::{Conn, organizations};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

use crate::error::{Error, Result};

/// A range of time: from its first microsecond to the first one after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first microsecond.
    pub from: Time,
    /// The first microsecond after it.
    pub to: Time,
}

/// The time zone of the organization's reports.
pub(crate) async fn zone_of(conn: &mut Conn) -> Result<TimeZone> {
    let name = organizations::find(conn).await?.time_zone;
    TimeZone::get(&name).map_err(|_| Error::TimeZone(name))
}

fn at(zone: &TimeZone, time: Time) -> Zoned {
    time.timestamp().to_zoned(zone.clone())
}

/// When a date begins: midnight, or the first moment after a gap that swallows it.
fn begins(zone: &TimeZone, date: Date) -> Option<Time> {
    let first = date.to_zoned(zone.clone()).ok()?;
    Some(Time::from(first.timestamp()))
}

/// Today in this zone and the days before it, `days` together.
pub(crate) fn last(zone: &TimeZone, now: Time, days: u16) -> Result<Range> {
    let today = at(zone, now).date();
    let back = Span::new().days(i64::from(days.max(1)) - 1);
    let first = today.saturating_sub(back);
    let after = today.saturating_add(Span::new().days(1));
    let range = begins(zone, first).zip(begins(zone, after));
    range.map(|(from, to)| Range { from, to }).ok_or(Error::Backwards)
}

/// The days that a range touches, with their dates. The first and the last one may be cut.
pub(crate) fn of(zone: &TimeZone, range: Range) -> Result<Vec<(Date, Day)>> {
    if range.to < range.from {
        return Err(Error::Backwards);
    }
    let mut days = Vec::new();
    let mut from = range.from;
    while from < range.to {
        if days.len() == MOST_DAYS {
            return Err(Error::TooManyDays { days: length(range) });
        }
        let date = at(zone, from).date();
        let next = date.tomorrow().ok().and_then(|next| begins(zone, next));
        // Where the calendar ends the range does too.
        let to = next.filter(|next| *next > from).map_or(range.to, |next| next.min(range.to));
        days.push((date, Day { from, to }));
        from = to;
    }
    Ok(days)
}

/// About how many days a range has: for the message only.
fn length(range: Range) -> usize {
    usize::try_from(range.to.since(range.from) / Time::DAY).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vienna() -> TimeZone {
        TimeZone::get("Europe/Vienna").unwrap()
    }

    fn time(text: &str) -> Time {
        Time::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    #[test]
    fn a_day_may_have_23_or_25_hours() {
        let range = Range { from: time("2026-03-28T23:00:00Z"), to: time("2026-03-30T22:00:00Z") };
        let days = of(&vienna(), range).unwrap();
        let hours: Vec<i64> = days.iter().map(|(_, d)| d.to.since(d.from) / Time::HOUR).collect();
        assert_eq!(hours, [23, 24]);
        let range = Range { from: time("2026-10-24T22:00:00Z"), to: time("2026-10-25T23:00:00Z") };
        assert_eq!(of(&vienna(), range).unwrap().len(), 1);
    }

    #[test]
    fn a_midnight_that_is_missing_is_passed_over() {
        // In Beirut the clocks went from 24:00 to 01:00 on 29 March 2026.
        let zone = TimeZone::get("Asia/Beirut").unwrap();
        let range = Range { from: time("2026-03-28T12:00:00Z"), to: time("2026-03-29T12:00:00Z") };
        let days = of(&zone, range).unwrap();
        assert_eq!(days.len(), 2);
        assert_eq!(days[1].1.from, time("2026-03-28T22:00:00Z"));
    }

    #[test]
    fn the_last_days_end_with_today() {
        let range = last(&vienna(), time("2026-03-12T23:30:00Z"), 7).unwrap();
        assert_eq!(range.from, time("2026-03-06T23:00:00Z"));
        assert_eq!(range.to, time("2026-03-13T23:00:00Z"));
    }

    #[test]
    fn ranges_that_cannot_be_are_refused() {
        let range = |from, to| Range { from: Time(from), to: Time(to) };
        assert!(matches!(of(&vienna(), range(1, 0)), Err(Error::Backwards)));
        assert!(of(&vienna(), range(5, 5)).unwrap().is_empty());
        let ages = of(&vienna(), range(i64::MIN, i64::MAX));
        assert!(matches!(ages, Err(Error::TooManyDays { .. })));
    }

    proptest! {
        #[test]
        fn days_follow_each_other(
            from in 0_i64..4_000_000_000,
            length in 0_i64..30_000_000,
            zone in prop::sample::select(vec!["Europe/Vienna", "Asia/Kathmandu", "America/Santiago", "UTC"]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let from = Time(from * Time::SECOND);
            let range = Range { from, to: from.plus(length * Time::SECOND) };
            let days = of(&zone, range).unwrap();
            let mut at = range.from;
            for (date, day) in &days {
                prop_assert_eq!(day.from, at);
                prop_assert!(day.to > day.from);
                prop_assert_eq!(super::at(&zone, day.from).date(), *date);
                prop_assert_eq!(super::at(&zone, day.to.plus(-1)).date(), *date);
                at = day.to;
            }
            prop_assert_eq!(at, range.to);
            prop_assert!(days.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
