use earshot_model::Time;

use super::{at, compiled, office, span, spec};
use crate::Calendar;
use crate::calendar::{Exception, Holiday, WeekHours};

#[test]
fn working_time_skips_nights_lunch_and_weekends() {
    let office = compiled(&office());
    // Friday 16:00 to Monday 10:00 in Berlin (UTC+1).
    let (friday, monday) = (at("2026-01-09T15:00:00Z"), at("2026-01-12T09:00:00Z"));
    assert_eq!(office.working(friday, monday), 2 * Time::HOUR);
    assert_eq!(office.working(monday, friday), 0);
    assert_eq!(office.add(friday, 2 * Time::HOUR), monday);
    assert_eq!(office.add(friday, Time::HOUR), at("2026-01-09T16:00:00Z"), "closing time");
    assert_eq!(office.add(friday, Time::HOUR + 1), at("2026-01-12T08:00:00.000001Z"));
    assert_eq!(office.add(friday, 0), friday);
}

#[test]
fn opening_and_closing_are_found() {
    let office = compiled(&office());
    let lunch = at("2026-01-09T11:30:00Z");
    assert!(!office.is_open(lunch));
    assert_eq!(office.next_open(lunch), at("2026-01-09T12:00:00Z"));
    assert_eq!(office.next_close(lunch), Some(lunch));
    let morning = at("2026-01-09T08:30:00Z");
    assert!(office.is_open(morning));
    assert_eq!(office.next_open(morning), morning);
    assert_eq!(office.next_close(morning), Some(at("2026-01-09T11:00:00Z")));
    assert_eq!(office.next_open(at("2026-01-09T16:00:00Z")), at("2026-01-12T08:00:00Z"));
}

#[test]
fn day_and_night_is_wall_time() {
    let always = Calendar::always();
    let now = at("2026-03-29T00:30:00Z");
    assert_eq!(always.add(now, 90 * Time::MINUTE), now.plus(90 * Time::MINUTE));
    assert_eq!(always.working(now, now.plus(7)), 7);
    assert_eq!(always.next_close(now), None);
    assert_eq!(always.next_open(now), now);
    let berlin = compiled(&spec("Europe/Berlin", WeekHours::always()));
    assert_eq!(berlin.working(now, now.plus(Time::DAY)), Time::DAY);
}

#[test]
fn a_skipped_hour_is_no_working_hour_and_a_repeated_one_is_two() {
    let week = WeekHours::default().weekend(&[span("01:00-04:00")]);
    let berlin = compiled(&spec("Europe/Berlin", week));
    // 2026-03-29, 02:00 becomes 03:00; 2026-10-25, 03:00 becomes 02:00.
    let spring = (at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"));
    let autumn = (at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"));
    assert_eq!(berlin.working(spring.0, spring.1), 2 * Time::HOUR);
    assert_eq!(berlin.working(autumn.0, autumn.1), 4 * Time::HOUR);
    assert_eq!(berlin.add(spring.0, 2 * Time::HOUR), at("2026-03-29T02:00:00Z"));
    assert_eq!(berlin.next_close(at("2026-10-25T00:10:00Z")), Some(at("2026-10-25T03:00:00Z")));
}

#[test]
fn hours_in_a_repeated_hour_open_twice() {
    let week = WeekHours::default().weekend(&[span("02:00-02:30")]);
    let berlin = compiled(&spec("Europe/Berlin", week));
    let first = at("2026-10-25T00:00:00Z");
    assert_eq!(berlin.next_close(first), Some(at("2026-10-25T00:30:00Z")));
    assert_eq!(berlin.next_open(at("2026-10-25T00:30:00Z")), at("2026-10-25T01:00:00Z"));
    assert_eq!(berlin.working(first, first.plus(Time::DAY)), Time::HOUR);
}

#[test]
fn a_date_that_a_zone_leaves_out_has_no_hours() {
    // Samoa went from 29 to 31 December 2011 at the end of the 29th.
    let samoa = compiled(&spec("Pacific/Apia", WeekHours::workdays(&[span("09:00-10:00")])));
    // Thursday 29 10:00 there is 20:00Z; Friday 30 never came; then it is Saturday 31.
    let thursday = at("2011-12-29T20:00:00Z");
    assert_eq!(samoa.next_open(thursday), at("2012-01-01T19:00:00Z"), "Monday, by the new offset");
}

#[test]
fn holidays_close_and_exceptions_win() {
    let mut spec = office();
    let eve = jiff::civil::date(2026, 12, 24);
    spec.holidays = vec![
        Holiday { name: "Christmas".into(), from: eve, days: 3, yearly: None },
        Holiday::once("Boxing Day", jiff::civil::date(2026, 12, 26)),
    ];
    spec.exceptions =
        vec![Exception { date: eve, hours: vec![span("09:00-11:00")], name: "Eve".into() }];
    let calendar = compiled(&spec);
    assert_eq!(calendar.notes().len(), 2, "{:?}", calendar.notes());
    let from = at("2026-12-23T16:00:00Z");
    assert_eq!(calendar.working(from, at("2026-12-28T00:00:00Z")), 2 * Time::HOUR);
    assert_eq!(calendar.add(from, 3 * Time::HOUR), at("2026-12-28T09:00:00Z"));
}

#[test]
fn the_end_of_time_is_an_answer() {
    let office = compiled(&office());
    assert_eq!(office.add(Time(0), i64::MAX), Time(i64::MAX));
    assert_eq!(office.next_open(Time(i64::MAX)), Time(i64::MAX));
    assert_eq!(office.working(Time(i64::MIN), Time(i64::MIN)), 0);
}
