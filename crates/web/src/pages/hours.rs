//! Business hours: all calendars, and one with its week, its holidays and its exceptions.

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::clock_policies::SavedRow;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/hours`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/hours.html")]
pub struct HoursPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Every calendar.
    pub calendars: Vec<CalendarRow>,
}

/// A calendar in the list.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarRow {
    /// Where it is set.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its zone and its version.
    pub sub: String,
    /// "Mon–Fri 09:00-18:00".
    pub week: String,
    /// How many holidays.
    pub holidays: String,
    /// The policies that use it.
    pub used_by: String,
}

/// `GET /settings/hours/{calendar}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/calendar.html")]
pub struct CalendarPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Where the form goes.
    pub action: String,
    /// Its name as it is stored, or that it is new.
    pub title: String,
    /// The version that the form is about; 0 for a new one.
    pub version: i64,
    /// The name as it stands or was typed.
    pub name: String,
    /// The time zone.
    pub zone: String,
    /// Names of time zones to choose from.
    pub zones: Vec<String>,
    /// The seven days, Monday first.
    pub week: Vec<DayRow>,
    /// Holidays, each of which can be left out.
    pub holidays: Vec<HolidayRow>,
    /// A holiday that is being typed.
    pub added: DayFields,
    /// Days with hours of their own; the last are empty.
    pub exceptions: Vec<DayFields>,
    /// Versions that were saved, the newest first.
    pub saved: Vec<SavedRow>,
}

/// A day of the week.
#[derive(Debug, Clone, Serialize)]
pub struct DayRow {
    /// The name of the field.
    pub field: String,
    /// The day.
    pub label: String,
    /// Its hours; empty for closed.
    pub hours: String,
}

/// A holiday.
#[derive(Debug, Clone, Serialize)]
pub struct HolidayRow {
    /// Its place in the version that is shown.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// "2026-12-25, every year".
    pub when: String,
    /// Whether it stays.
    pub kept: bool,
}

/// A date with its fields.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DayFields {
    /// Its place, from 1.
    pub n: usize,
    /// The date.
    pub date: String,
    /// Its hours.
    pub hours: String,
    /// Why.
    pub name: String,
    /// Whether it comes every year.
    pub yearly: bool,
}
