//! Business hours: weekly hours, holidays and exceptions in a time zone, saved as new versions.

use earshot_model::{CalendarId, Permission};
use earshot_route::Calendar;
use earshot_route::calendar::{
    CalendarSpec, Exception, Holiday, Interval, Skipped, WeekHours, YearDay, Yearly, import,
};
use earshot_route::clock::{ClockKind, Edition, Policy};
use earshot_store::clock_editions::{self, NewCalendar};
use earshot_store::clocks::{self, CalendarRow};
use earshot_store::{Conn, Error as StoreError, Tx, agents};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

use super::changed;
use super::clock_policies::{PolicyLine, Saved, keep, lines, taken};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// Days of the week, Monday first, as fields name them.
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A calendar in the list.
#[derive(Debug, Clone)]
pub struct CalendarLine {
    /// Which calendar.
    pub id: CalendarId,
    /// Its newest version.
    pub version: i64,
    /// The name on screens.
    pub name: String,
    /// What it says.
    pub spec: CalendarSpec,
    /// The clock policies that use it.
    pub used_by: Vec<String>,
}

/// A calendar with everything that can be set.
#[derive(Debug, Clone)]
pub struct CalendarSheet {
    /// The calendar; nothing while it is new.
    pub line: Option<CalendarLine>,
    /// Its versions, the newest first.
    pub saved: Vec<Saved>,
    /// The time zone of the organization.
    pub zone: String,
}

/// The hours of one day as somebody typed them.
#[derive(Debug, Clone, Default)]
pub struct TypedDay {
    /// The date, as `2026-12-24`.
    pub date: String,
    /// `09:00-12:30, 13:30-18:00`; empty for closed.
    pub hours: String,
    /// Why.
    pub name: String,
}

/// A calendar as somebody typed it.
#[derive(Debug, Clone, Default)]
pub struct TypedCalendar {
    /// The calendar; nothing for a new one.
    pub id: Option<CalendarId>,
    /// The version that they saw; 0 for a new one.
    pub version: i64,
    /// The name on screens.
    pub name: String,
    /// IANA name of the time zone.
    pub zone: String,
    /// The hours of the seven days, Monday first: `09:00-12:30, 13:30-18:00`, or empty for closed.
    pub week: [String; 7],
    /// Which of the holidays of that version stay, by their place.
    pub holidays: Vec<usize>,
    /// A holiday that is added, and whether it comes every year; no date for none.
    pub holiday: (TypedDay, bool),
    /// Days with hours of their own; those without a date are left out.
    pub exceptions: Vec<TypedDay>,
    /// An iCalendar file whose whole-day events become holidays; empty for none.
    pub file: String,
}

impl Engage {
    /// All calendars, by name. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn calendar_lines(&self, who: &Staff) -> Result<Vec<CalendarLine>> {
        who.must(Permission::AdminWrite)?;
        all(&mut self.db.read(who.org).await?).await
    }

    /// One calendar, or what a new one is made of. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn calendar_sheet(
        &self,
        who: &Staff,
        id: Option<CalendarId>,
    ) -> Result<CalendarSheet> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let zone = earshot_store::organizations::find(&mut conn).await?.time_zone;
        let Some(id) = id else {
            return Ok(CalendarSheet { line: None, saved: Vec::new(), zone });
        };
        let line = all(&mut conn).await?.into_iter().find(|line| line.id == id);
        let line = line.ok_or(Error::NotFound("calendar"))?;
        let people = agents::all(&mut conn).await?;
        let saved = clock_editions::of_calendar(&mut conn, id).await?.into_iter().map(|row| {
            let by = people.iter().find(|agent| agent.id == row.agent_id);
            let by = by.map(|agent| agent.name.clone()).unwrap_or_default();
            Saved { version: row.version, by, at: row.created_at }
        });
        let saved = saved.collect();
        Ok(CalendarSheet { line: Some(line), saved, zone })
    }

    /// Saves a calendar as a new version. Clock policies that use it get a new version as well, for new
    /// cases; cases that run keep theirs. Gives the calendar, and the events of the file that are no
    /// holidays. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault; on `version` when somebody saved one since.
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn save_calendar(
        &self,
        who: &Staff,
        typed: TypedCalendar,
    ) -> Result<(CalendarId, Vec<Skipped>)> {
        who.must(Permission::AdminWrite)?;
        let (acting, by) = (self.acting(who), who.id());
        let id = typed.id.unwrap_or_else(|| self.tools.id());
        let skipped = self
            .db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let line = all(tx).await?.into_iter().find(|line| line.id == id);
                    if typed.id.is_some() && line.is_none() {
                        return Err(Error::NotFound("calendar"));
                    }
                    if line.as_ref().map_or(0, |line| line.version) != typed.version {
                        return Err(taken(StoreError::Conflict(String::new())));
                    }
                    let known = line.map(|line| line.spec.holidays).unwrap_or_default();
                    let (name, spec, skipped) = typed.read(&known)?;
                    let version = typed.version.saturating_add(1);
                    let new = NewCalendar { id, version, name, body: json!(spec).to_string() };
                    let at = acting.at();
                    clock_editions::insert_calendar(tx, &new, (by, at)).await.map_err(taken)?;
                    tx.emit(changed(
                        &acting,
                        json!({ "what": "calendar", "calendar": id, "version": version, "body": spec }),
                    ));
                    let edition = Edition { id: id.0, version };
                    for line in users(tx, id).await? {
                        let (version, policy) = (line.version.saturating_add(1), with(&line, edition));
                        let next = PolicyLine { version, policy, ..line };
                        keep(tx, &acting, by, &next).await?;
                    }
                    Ok(skipped)
                })
            })
            .await?;
        Ok((id, skipped))
    }
}

impl TypedCalendar {
    /// Name and content, and the events of the file that are no holidays. `known` are the holidays
    /// of the version that was seen.
    fn read(&self, known: &[Holiday]) -> Result<(String, CalendarSpec, Vec<Skipped>)> {
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 60 {
            return Err(Error::invalid("name", "type 1 to 60 characters"));
        }
        let mut week = Vec::with_capacity(7);
        for (text, day) in self.week.iter().zip(DAYS) {
            week.push(hours(text, day)?);
        }
        let mut days = week.into_iter();
        let mut day = || days.next().unwrap_or_default();
        let week = WeekHours {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: day(),
            sunday: day(),
        };
        let kept = known.iter().enumerate().filter(|(place, _)| self.holidays.contains(place));
        let mut holidays: Vec<Holiday> = kept.map(|(_, holiday)| holiday.clone()).collect();
        holidays.extend(self.added()?);
        let imported = match self.file.trim() {
            "" => earshot_route::calendar::Imported::default(),
            text => import(text).map_err(|why| Error::invalid("file", why.to_string()))?,
        };
        for holiday in imported.holidays {
            if !holidays.contains(&holiday) {
                holidays.push(holiday);
            }
        }
        let mut exceptions = Vec::new();
        for typed in self.exceptions.iter().filter(|typed| !typed.date.trim().is_empty()) {
            exceptions.push(Exception {
                date: date(&typed.date, "exceptions")?,
                hours: hours(&typed.hours, "exceptions")?,
                name: typed.name.trim().to_owned(),
            });
        }
        let zone = self.zone.trim().to_owned();
        let spec = CalendarSpec { zone, week, holidays, exceptions };
        Calendar::compile(&spec, |zone| TimeZone::get(zone).ok())
            .map_err(|why| Error::invalid(field_of(&why), why.to_string()))?;
        Ok((name, spec, imported.skipped))
    }

    /// The holiday that was typed.
    fn added(&self) -> Result<Option<Holiday>> {
        let (typed, every_year) = &self.holiday;
        if typed.date.trim().is_empty() {
            return Ok(None);
        }
        let from = date(&typed.date, "holiday")?;
        let on = YearDay::Date(from.month(), from.day());
        let yearly =
            Yearly { on: vec![on], every: 1, count: None, until: None, except: Vec::new() };
        Ok(Some(Holiday {
            name: typed.name.trim().to_owned(),
            from,
            days: 1,
            yearly: every_year.then_some(yearly),
        }))
    }
}

fn field_of(why: &earshot_route::Error) -> &'static str {
    match why {
        earshot_route::Error::UnknownZone(_) => "zone",
        earshot_route::Error::DoubleException(_) => "exceptions",
        earshot_route::Error::BadLength(_) | earshot_route::Error::TooManyDays(..) => "holiday",
        _ => "week",
    }
}

fn date(text: &str, field: &'static str) -> Result<Date> {
    let text = text.trim();
    text.parse().map_err(|_| {
        Error::invalid(field, format!("\"{text}\" is not a date; write it as 2026-12-24"))
    })
}

/// `09:00-12:30, 13:30-18:00`.
fn hours(text: &str, field: &'static str) -> Result<Vec<Interval>> {
    let pieces = text.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    let pieces = pieces.map(|piece| piece.replace(['–', '—'], "-").replace(' ', ""));
    pieces
        .map(|piece| {
            piece
                .parse()
                .map_err(|why: earshot_route::Error| Error::invalid(field, why.to_string()))
        })
        .collect()
}

/// All calendars in their newest editions, by name.
pub(super) async fn all(conn: &mut Conn) -> Result<Vec<CalendarLine>> {
    let policies = lines(conn).await?;
    let mut found = Vec::new();
    for row in newest_rows(conn).await? {
        let spec = serde_json::from_str(&row.body)
            .map_err(|problem| StoreError::Clocks(problem.to_string()))?;
        let users = policies.iter().filter(|line| uses(&line.policy, row.id));
        found.push(CalendarLine {
            used_by: users.map(|line| line.policy.name.clone()).collect(),
            id: row.id,
            version: row.version,
            name: row.name,
            spec,
        });
    }
    found.sort_by_key(|line| (line.name.to_lowercase(), line.id));
    Ok(found)
}

async fn newest_rows(conn: &mut Conn) -> Result<Vec<CalendarRow>> {
    let rows = clocks::calendars(conn).await?;
    let is_newest = |row: &&CalendarRow| {
        rows.iter().all(|other| other.id != row.id || other.version <= row.version)
    };
    Ok(rows.iter().filter(is_newest).cloned().collect())
}

/// The newest edition of each calendar.
pub(super) async fn newest(conn: &mut Conn) -> Result<Vec<Edition>> {
    let rows = newest_rows(conn).await?;
    Ok(rows.iter().map(|row| Edition { id: row.id.0, version: row.version }).collect())
}

/// The name of each calendar.
pub(super) async fn names(conn: &mut Conn) -> Result<Vec<(Uuid, String)>> {
    let mut names: Vec<(Uuid, String)> =
        newest_rows(conn).await?.into_iter().map(|row| (row.id.0, row.name)).collect();
    names.sort_by_key(|(id, name)| (name.to_lowercase(), *id));
    Ok(names)
}

/// The policies that use a calendar, in their newest editions.
async fn users(tx: &mut Tx, id: CalendarId) -> Result<Vec<PolicyLine>> {
    let mut found = lines(tx).await?;
    found.retain(|line| uses(&line.policy, id));
    Ok(found)
}

fn uses(policy: &Policy, id: CalendarId) -> bool {
    let targets = ClockKind::ALL.into_iter().filter_map(|clock| policy.target(clock));
    targets.filter_map(|target| target.calendar).any(|edition| edition.id == id.0)
}

/// A policy with this edition of a calendar in place of an older one.
fn with(line: &PolicyLine, edition: Edition) -> Policy {
    let mut policy = line.policy.clone();
    let targets = [
        &mut policy.first,
        &mut policy.next,
        &mut policy.update,
        &mut policy.resolve,
        &mut policy.loop_closure,
    ];
    for target in targets.into_iter().flatten() {
        if target.calendar.is_some_and(|known| known.id == edition.id) {
            target.calendar = Some(edition);
        }
    }
    policy
}

#[cfg(test)]
mod tests;
