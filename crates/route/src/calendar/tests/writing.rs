use jiff::civil::date;

use super::{compiled, office, span, spec, zone};
use crate::calendar::{Exception, Holiday, Interval, WeekHours, YearDay, Yearly};
use crate::{Calendar, Error};

fn refused(spec: &crate::calendar::CalendarSpec) -> String {
    Calendar::compile(spec, zone).unwrap_err().to_string()
}

#[test]
fn intervals_are_read_and_written() {
    assert_eq!(span("9:00 - 17:30").to_string(), "09:00-17:30");
    assert_eq!(span("00:00\u{2013}24:00"), Interval::WHOLE_DAY);
    for bad in ["", "9-17", "09:00", "09:00-25:00", "09:60-10:00", "24:01-24:02", "+9:00-10:00"] {
        assert!(matches!(bad.parse::<Interval>(), Err(Error::BadInterval(_))), "{bad}");
    }
}

#[test]
fn hours_over_midnight_are_refused_with_the_way_to_write_them() {
    let error = "22:00-06:00".parse::<Interval>().unwrap_err().to_string();
    assert!(error.contains("22:00-24:00 on this day and 00:00-06:00 on the next"), "{error}");
    assert!(matches!("09:00-09:00".parse::<Interval>(), Err(Error::InvertedInterval(..))));
}

#[test]
fn a_calendar_without_an_open_hour_is_refused() {
    let closed = spec("Europe/Berlin", WeekHours::default());
    assert_eq!(Calendar::compile(&closed, zone).unwrap_err(), Error::NoOpenHours);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let mut two = office();
    two.week.monday = vec![span("09:00-12:00"), span("11:59-13:00")];
    assert!(refused(&two).starts_with("Monday: 09:00-12:00 and 11:59-13:00 overlap"));
    let mut twice = office();
    let eve = Exception { date: date(2026, 12, 24), hours: vec![], name: String::new() };
    twice.exceptions = vec![eve.clone(), eve];
    assert!(refused(&twice).starts_with("2026-12-24 has two exceptions"));
    assert!(refused(&spec("Berlin", WeekHours::always())).contains("Europe/Berlin"));
    let mut empty = office();
    empty.holidays = vec![Holiday { days: 0, ..Holiday::once("Nothing", date(2026, 1, 1)) }];
    assert!(refused(&empty).contains("1 to 366 days"));
}

#[test]
fn holidays_that_overlap_every_year_are_noted_once_and_too_many_are_refused() {
    let yearly = |name: &str, days| Holiday {
        name: name.into(),
        from: date(2020, 12, 25),
        days,
        yearly: Some(Yearly {
            on: vec![YearDay::Date(12, 25)],
            every: 1,
            count: None,
            until: None,
            except: vec![],
        }),
    };
    let mut spec = office();
    spec.holidays = vec![yearly("Christmas", 2), yearly("First day", 1)];
    let notes = compiled(&spec).notes().to_vec();
    assert_eq!(notes.len(), 1, "{notes:?}");
    spec.holidays = (0..3).map(|n| yearly(&format!("Year {n}"), 366)).collect();
    assert!(refused(&spec).contains("too many"));
}

#[test]
fn intervals_that_touch_are_one() {
    let mut touching = office();
    touching.week.monday = vec![span("12:00-13:00"), span("09:00-12:00")];
    let calendar = compiled(&touching);
    let morning = super::at("2026-01-12T08:30:00Z");
    assert_eq!(calendar.next_close(morning), Some(super::at("2026-01-12T12:00:00Z")));
}

#[test]
fn a_written_calendar_survives_its_file() {
    let mut spec = office();
    spec.holidays = vec![Holiday {
        name: "Thanksgiving".into(),
        from: date(2024, 11, 28),
        days: 2,
        yearly: Some(Yearly {
            on: vec![YearDay::Nth(11, 4, 4)],
            every: 1,
            count: None,
            until: Some(date(2030, 1, 1)),
            except: vec![date(2026, 11, 26)],
        }),
    }];
    let text = serde_json::to_string(&spec).unwrap();
    assert!(text.contains("\"09:00-12:00\"") && text.contains("\"2024-11-28\""), "{text}");
    assert_eq!(serde_json::from_str::<crate::calendar::CalendarSpec>(&text).unwrap(), spec);
    let starts = spec.holidays[0].starts();
    assert_eq!(starts[..2], [date(2024, 11, 28), date(2025, 11, 27)]);
    assert_eq!(starts.len(), 5, "six years without the one excepted");
    assert!(serde_json::from_str::<Interval>("\"9 to 5\"").is_err());
}

#[test]
fn the_29th_of_february_comes_in_leap_years() {
    let yearly = Yearly {
        on: vec![YearDay::Date(2, 29)],
        every: 1,
        count: Some(3),
        until: None,
        except: vec![],
    };
    let leap = Holiday { yearly: Some(yearly), ..Holiday::once("Leap", date(2024, 2, 29)) };
    assert_eq!(leap.starts(), [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]);
}
