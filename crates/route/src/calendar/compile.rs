//! From a written calendar to one that can be counted with.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::day::DayPlan;
use super::{CalendarSpec, Interval};
use crate::Error;

/// More special days than this are refused: a thousand yearly holidays until 2150.
const MOST_DAYS: usize = 126_000;

/// Something about a calendar that is allowed, but that people should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Two holidays fall on one date. It is closed once; only their first common date is noted.
    HolidaysOverlap {
        /// The date.
        date: Date,
        /// The one that came first in the list.
        first: String,
        /// The other.
        second: String,
    },
    /// An exception gives a holiday hours. The exception holds.
    ExceptionOnHoliday {
        /// The date.
        date: Date,
        /// The holiday.
        holiday: String,
        /// The exception.
        exception: String,
    },
}

/// A day that differs from its week.
#[derive(Debug, Clone)]
pub(super) struct SpecialDay {
    /// Days since 1970-01-01.
    pub(super) day: i64,
    pub(super) plan: DayPlan,
    /// How much more (or less) than by the week alone is open until the end of this day.
    pub(super) more: i64,
}

/// A calendar that can be counted with. An instant is open when the wall clock of the zone shows
/// an open minute of an open day: an hour that the zone skips does not exist, one that it repeats
/// counts twice.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub(super) zone: TimeZone,
    /// Monday first.
    pub(super) week: Vec<DayPlan>,
    pub(super) week_open: i64,
    /// In the order of the days.
    pub(super) special: Vec<SpecialDay>,
    notes: Vec<Note>,
}

impl Calendar {
    /// Day and night, every day.
    #[must_use]
    pub fn always() -> Self {
        let week = vec![DayPlan::new(&[Interval::WHOLE_DAY]); 7];
        let week_open = week.iter().map(|day| day.open).sum();
        Self { zone: TimeZone::UTC, week, week_open, special: Vec::new(), notes: Vec::new() }
    }

    /// Makes a written calendar countable. `zone_of` looks a time zone up by its IANA name; the
    /// caller brings it because a data base of zones is a part of the world.
    ///
    /// # Errors
    /// An unknown zone, overlapping hours of one day, two exceptions for one date, a holiday of
    /// no days, or a calendar that never opens.
    pub fn compile(
        spec: &CalendarSpec,
        zone_of: impl Fn(&str) -> Option<TimeZone>,
    ) -> Result<Self, Error> {
        let zone = zone_of(&spec.zone).ok_or_else(|| Error::UnknownZone(spec.zone.clone()))?;
        let mut week = Vec::with_capacity(7);
        for (name, hours) in spec.week.days() {
            refuse_overlap(name, hours)?;
            week.push(DayPlan::new(hours));
        }
        let week_open: i64 = week.iter().map(|day| day.open).sum();
        if week_open == 0 {
            return Err(Error::NoOpenHours);
        }
        let (dates, notes) = special_dates(spec)?;
        let mut calendar = Self { zone, week, week_open, special: Vec::new(), notes };
        calendar.take_special(dates);
        Ok(calendar)
    }

    /// What people should know about this calendar.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    fn take_special(&mut self, dates: BTreeMap<i64, DayPlan>) {
        let mut more = 0;
        self.special = dates
            .into_iter()
            .map(|(day, plan)| {
                more += plan.open - self.usual(day).map_or(0, |usual| usual.open);
                SpecialDay { day, plan, more }
            })
            .collect();
    }

    /// The plan of the weekday on which this day falls. 1970-01-01 was a Thursday.
    pub(super) fn usual(&self, day: i64) -> Option<&DayPlan> {
        usize::try_from((day + 3).rem_euclid(7)).ok().and_then(|n| self.week.get(n))
    }
}

/// Days since 1970-01-01.
pub(super) fn day_number(of: Date) -> i64 {
    of.duration_since(date(1970, 1, 1)).as_hours() / 24
}

fn refuse_overlap(day: &str, hours: &[Interval]) -> Result<(), Error> {
    let mut sorted = hours.to_vec();
    sorted.sort_unstable();
    let pair = sorted.iter().zip(sorted.iter().skip(1)).find(|(a, b)| a.overlaps(**b));
    pair.map_or(Ok(()), |(first, second)| {
        Err(Error::OverlappingHours {
            day: day.to_owned(),
            first: first.to_string(),
            second: second.to_string(),
        })
    })
}

fn special_dates(spec: &CalendarSpec) -> Result<(BTreeMap<i64, DayPlan>, Vec<Note>), Error> {
    let mut closed: BTreeMap<Date, &str> = BTreeMap::new();
    let mut notes = Vec::new();
    // Two yearly holidays meet every year; people need to hear of it once.
    let mut noted: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut days = spec.exceptions.len();
    for holiday in &spec.holidays {
        if !(1..=366).contains(&holiday.days) {
            return Err(Error::BadLength(holiday.name.clone()));
        }
        for date in holiday.dates() {
            days += 1;
            if days > MOST_DAYS {
                return Err(Error::TooManyDays(days, MOST_DAYS));
            }
            match closed.get(&date) {
                Some(first) if noted.insert((*first, &*holiday.name)) => {
                    let (first, second) = ((*first).to_owned(), holiday.name.clone());
                    notes.push(Note::HolidaysOverlap { date, first, second });
                }
                Some(_) => {}
                None => {
                    closed.insert(date, &holiday.name);
                }
            }
        }
    }
    let mut plans: BTreeMap<i64, DayPlan> =
        closed.keys().map(|date| (day_number(*date), DayPlan::default())).collect();
    let mut excepted = BTreeSet::new();
    for exception in &spec.exceptions {
        if !excepted.insert(exception.date) {
            return Err(Error::DoubleException(exception.date));
        }
        refuse_overlap(&exception.date.to_string(), &exception.hours)?;
        if let Some(holiday) = closed.get(&exception.date) {
            notes.push(Note::ExceptionOnHoliday {
                date: exception.date,
                holiday: (*holiday).to_owned(),
                exception: exception.name.clone(),
            });
        }
        plans.insert(day_number(exception.date), DayPlan::new(&exception.hours));
    }
    Ok((plans, notes))
}
