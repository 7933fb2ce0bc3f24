//! Holidays from an iCalendar file (RFC 5545): the whole-day events of it.

mod event;
mod lines;
mod repeat;

use event::Draft;
use lines::Line;

use super::Holiday;
use crate::Error;

/// A larger file is not a list of holidays.
const MOST_BYTES: usize = 4 << 20;
/// Nor is one with more events.
const MOST_EVENTS: usize = 10_000;

/// An event that is not a holiday, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What it is called.
    pub name: String,
    /// Why it was left out.
    pub why: &'static str,
}

/// What a calendar file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The holidays, in the order of the file.
    pub holidays: Vec<Holiday>,
    /// Events that were left out: with a time of day, or cancelled.
    pub skipped: Vec<Skipped>,
}

/// Reads the holidays of an iCalendar file: whole-day `VEVENT`s of one or several days, once or
/// yearly (`RRULE:FREQ=YEARLY` with `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY` and
/// `BYDAY=4TH`), without the dates of `EXDATE`. Events with a time of day are skipped and named,
/// everything else that is not understood is an error: a holiday lost in silence makes wrong
/// promises.
///
/// # Errors
/// The line and what is wrong with it: no calendar, an unclosed or stray part, a date that does
/// not exist, an end before its start, a repetition that is not yearly.
pub fn import(text: &str) -> Result<Imported, Error> {
    let fail = |line, why: &str| Err(Error::BadCalendarFile { line, why: why.to_owned() });
    if text.len() > MOST_BYTES {
        return fail(1, "the file is larger than 4 MiB. Export the holidays alone");
    }
    let mut found = Imported::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut draft: Option<Draft> = None;
    let mut last = 1;
    let mut seen = false;
    for line in lines::unfold(text) {
        let line = line?;
        last = line.number;
        let name = line.value.to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" if open.is_empty() && name != "VCALENDAR" => {
                return fail(line.number, "a calendar file begins with BEGIN:VCALENDAR");
            }
            "BEGIN" => {
                seen = true;
                if name == "VEVENT" && open.len() == 1 {
                    draft = Some(Draft::new(line.number));
                }
                open.push((name, line.number));
            }
            "END" if open.pop().is_none_or(|(begun, _)| begun != name) => {
                return fail(line.number, "this END has no BEGIN. Export the file again");
            }
            "END" => {
                if let Some(whole) = draft.take_if(|_| open.len() == 1) {
                    take(whole, &mut found)?;
                }
            }
            _ if open.is_empty() => {
                return fail(line.number, "a calendar file begins with BEGIN:VCALENDAR");
            }
            _ => read(draft.as_mut().filter(|_| open.len() == 2), &line)?,
        }
    }
    match open.pop() {
        Some((name, line)) => fail(line, &format!("{name} is never closed. The file is cut off")),
        None if !seen => fail(last, "the file is empty. A calendar begins with BEGIN:VCALENDAR"),
        None => Ok(found),
    }
}

fn read(draft: Option<&mut Draft>, line: &Line) -> Result<(), Error> {
    draft.map_or(Ok(()), |draft| draft.read(line))
}

fn take(draft: Draft, found: &mut Imported) -> Result<(), Error> {
    let line = draft.line;
    match draft.finish()? {
        Ok(holiday) => found.holidays.push(holiday),
        Err(skipped) => found.skipped.push(skipped),
    }
    if found.holidays.len() + found.skipped.len() > MOST_EVENTS {
        let why = "more than 10,000 events. Export the holidays alone".to_owned();
        return Err(Error::BadCalendarFile { line, why });
    }
    Ok(())
}
