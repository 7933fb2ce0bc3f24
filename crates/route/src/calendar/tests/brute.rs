//! The arithmetic against a count of minutes. These are samples; the whole of 40 zones and seven
//! years is `cargo run --release -p earshot-route --example sweep_calendars`.

use earshot_model::Time;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::minutes::{END, FIRST, Hours, ZONES, everyday, is_open};
use super::{compiled, zone};
use crate::Calendar;
use crate::calendar::{CalendarSpec, Exception, Interval, WeekHours};

fn minute(n: i64) -> Time {
    Time(n * Time::MINUTE)
}

fn calendar(name: &str, hours: &Hours) -> Calendar {
    let day = |pairs: &[(u16, u16)]| -> Vec<Interval> {
        pairs.iter().map(|(from, to)| Interval::new(*from, *to).unwrap()).collect()
    };
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = &hours.week;
    let week = WeekHours {
        monday: day(monday),
        tuesday: day(tuesday),
        wednesday: day(wednesday),
        thursday: day(thursday),
        friday: day(friday),
        saturday: day(saturday),
        sunday: day(sunday),
    };
    let exception = |(date, pairs): (&_, &Vec<_>)| Exception {
        date: *date,
        hours: day(pairs),
        name: String::new(),
    };
    let exceptions = hours.special.iter().map(exception).collect();
    compiled(&CalendarSpec { zone: name.to_owned(), week, holidays: vec![], exceptions })
}

/// Compares every minute of a window, and says how many of them are open.
fn compare(name: &str, hours: &Hours, from: i64, length: i64) -> i64 {
    let (zone, calendar) = (zone(name).unwrap(), calendar(name, hours));
    let open: Vec<bool> = (from..from + length).map(|n| is_open(&zone, hours, n)).collect();
    let (mut count, mut next_open, mut next_close) = (0, None, None);
    for (n, is_open) in (from..).zip(&open) {
        assert_eq!(calendar.is_open(minute(n)), *is_open, "{name} {}", minute(n));
        assert_eq!(
            calendar.working(minute(from), minute(n)),
            count * Time::MINUTE,
            "{name} {}",
            minute(n)
        );
        if *is_open {
            count += 1;
            let due = calendar.add(minute(from), count * Time::MINUTE);
            assert_eq!(due, minute(n + 1), "{name}: {count} minutes after {}", minute(from));
        }
    }
    for (n, is_open) in (from..).zip(&open).collect::<Vec<_>>().into_iter().rev() {
        *(if *is_open { &mut next_open } else { &mut next_close }) = Some(n);
        if let Some(found) = next_open {
            assert_eq!(calendar.next_open(minute(n)), minute(found), "{name} {}", minute(n));
        }
        if let Some(found) = next_close {
            assert_eq!(calendar.next_close(minute(n)), Some(minute(found)), "{name} {}", minute(n));
        }
    }
    count
}

#[test]
fn every_change_of_every_zone_counts_like_the_wall_clock() {
    let hours = everyday();
    let mut changes = 0;
    for name in ZONES {
        let zone = zone(name).unwrap_or_else(|| panic!("{name} is no zone"));
        let first = Timestamp::from_second(FIRST * 60).unwrap();
        for change in zone.following(first) {
            let at = change.timestamp().as_second().div_euclid(60);
            if at >= END {
                break;
            }
            changes += 1;
            compare(name, &hours, at - 150, 300);
        }
    }
    assert!(changes > 250, "only {changes} changes of clocks were met");
}

#[test]
fn the_turn_of_the_year_counts_like_the_wall_clock() {
    let start = Timestamp::from(date(2027, 12, 23).to_zoned(jiff::tz::TimeZone::UTC).unwrap());
    let start = start.as_second() / 60;
    for name in ["Pacific/Kiritimati", "Asia/Kathmandu", "America/St_Johns"] {
        assert!(compare(name, &everyday(), start, 2 * 1440) > 0);
    }
}

fn day() -> impl Strategy<Value = Vec<(u16, u16)>> {
    prop::collection::btree_set(0_u16..=1440, 0..7).prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn hours() -> impl Strategy<Value = Hours> {
    let special =
        prop::collection::btree_map((2024_i16..2031, 1_i8..=12, 1_i8..=28), day(), 0..200)
            .prop_map(|days| {
                days.into_iter().map(|((y, m, d), day)| (date(y, m, d), day)).collect()
            });
    (prop::array::uniform7(day()), special)
        .prop_map(|(week, special)| Hours { week, special })
        .prop_filter("it must open", |hours| hours.week.iter().any(|day| !day.is_empty()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_hours_count_like_the_wall_clock(
        name in 0_usize..40, hours in hours(), from in FIRST..END - 3_000, length in 60_i64..1_200,
    ) {
        compare(ZONES[name], &hours, from, length);
    }

    /// To the microsecond, and over years.
    #[test]
    fn adding_is_the_least_instant_with_so_much_work(
        name in 0_usize..40, hours in hours(),
        from in FIRST * Time::MINUTE..END * Time::MINUTE, working in 1..3 * 365 * Time::DAY,
    ) {
        let calendar = calendar(ZONES[name], &hours);
        let due = calendar.add(Time(from), working);
        prop_assert_eq!(calendar.working(Time(from), due), working);
        prop_assert_eq!(calendar.working(Time(from), due.plus(-1)), working - 1);
    }

    #[test]
    fn working_time_adds_up(
        name in 0_usize..40, hours in hours(),
        mut cuts in prop::array::uniform3(FIRST * Time::MINUTE..END * Time::MINUTE),
    ) {
        cuts.sort_unstable();
        let calendar = calendar(ZONES[name], &hours);
        let [a, b, c] = cuts.map(Time);
        prop_assert_eq!(calendar.working(a, b) + calendar.working(b, c), calendar.working(a, c));
        prop_assert!(calendar.working(a, b) <= b.since(a));
    }
}
