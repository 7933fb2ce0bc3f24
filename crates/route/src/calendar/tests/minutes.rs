//! Open or closed, minute by minute, straight from the wall clock: what the arithmetic is checked
//! against. It names nothing of the crate, so that the sweep in `examples/` can use it as well.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// Forty zones: whole, half and quarter hours, both hemispheres, no daylight saving, a half-hour
/// daylight saving (Lord Howe), changes at midnight (Cairo, Beirut, Asuncion, Havana), around the
/// date line, and rules that change within the years (Kazakhstan 2024, Paraguay 2024).
pub(crate) const ZONES: [&str; 40] = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Moscow",
    "Europe/Chisinau",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Almaty",
    "Asia/Yangon",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Eucla",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Nuuk",
];

/// 2024-01-01T00:00Z, as minutes since 1970.
pub(crate) const FIRST: i64 = 28_401_120;
/// 2031-01-01T00:00Z, as minutes since 1970.
pub(crate) const END: i64 = 32_083_200;

/// Hours as pairs of minutes of the day: seven days, Monday first, and dates that differ.
#[derive(Debug)]
pub(crate) struct Hours {
    pub(crate) week: [Vec<(u16, u16)>; 7],
    pub(crate) special: BTreeMap<Date, Vec<(u16, u16)>>,
}

/// Several intervals a day, one of them in the hours in which clocks change, one up to midnight
/// and one from midnight on; a short day, an extra day and a closed week a year.
pub(crate) fn everyday() -> Hours {
    let day = vec![(90, 195), (540, 720), (765, 1065), (1380, 1440)];
    let mut week = [const { Vec::new() }; 7];
    for hours in week.iter_mut().take(5) {
        hours.clone_from(&day);
    }
    week[5] = vec![(0, 150), (600, 840)];
    week[6] = vec![(0, 60), (120, 181)];
    let mut special = BTreeMap::new();
    for year in 2024..=2030 {
        special.insert(date(year, 12, 24), vec![(540, 660)]);
        special.insert(date(year, 5, 1), vec![]);
        special.insert(date(year, 6, 30), vec![(0, 1440)]);
        for day in 25..=31 {
            special.insert(date(year, 12, day), vec![]);
        }
    }
    Hours { week, special }
}

/// Whether this minute since 1970 is open.
pub(crate) fn is_open(zone: &TimeZone, hours: &Hours, minute: i64) -> bool {
    let wall = zone.to_datetime(Timestamp::from_second(minute * 60).unwrap());
    let weekday = wall.date().weekday().to_monday_zero_offset();
    let usual = &hours.week[usize::try_from(weekday).unwrap()];
    let today = hours.special.get(&wall.date()).unwrap_or(usual);
    let now = u16::try_from(wall.hour()).unwrap() * 60 + u16::try_from(wall.minute()).unwrap();
    today.iter().any(|(from, to)| *from <= now && now < *to)
}
