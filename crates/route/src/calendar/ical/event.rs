//! One event of the file.

use jiff::civil::Date;

use super::Skipped;
use super::lines::Line;
use super::repeat::{date, repeat};
use crate::Error;
use crate::calendar::Holiday;
use crate::calendar::compile::day_number;

/// What has been read of an event so far.
#[derive(Debug)]
pub(super) struct Draft {
    /// Where it begins.
    pub(super) line: usize,
    name: String,
    start: Option<Line>,
    end: Option<Line>,
    duration: Option<Line>,
    rule: Option<Line>,
    except: Vec<Line>,
    cancelled: bool,
}

impl Draft {
    pub(super) const fn new(line: usize) -> Self {
        Self {
            line,
            name: String::new(),
            start: None,
            end: None,
            duration: None,
            rule: None,
            except: Vec::new(),
            cancelled: false,
        }
    }

    /// Takes one property. Those that say nothing about days are passed over.
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Error> {
        match line.name.as_str() {
            "SUMMARY" => self.name = line.text(),
            "DTSTART" => once(&mut self.start, line)?,
            "DTEND" => once(&mut self.end, line)?,
            "DURATION" => once(&mut self.duration, line)?,
            "RRULE" => once(&mut self.rule, line)?,
            "EXDATE" => self.except.push(line.clone()),
            "STATUS" => self.cancelled = line.value.eq_ignore_ascii_case("CANCELLED"),
            "RDATE" | "RECURRENCE-ID" => {
                let why = format!("{} is not understood. Write one event a date", line.name);
                return Err(line.wrong(why));
            }
            _ => {}
        }
        Ok(())
    }

    /// The holiday, or why it is none.
    pub(super) fn finish(self) -> Result<Result<Holiday, Skipped>, Error> {
        let skipped = |name, why| Ok(Err(Skipped { line: self.line, name, why }));
        let Some(start) = &self.start else {
            let why = "the event has no DTSTART. Give it a date".to_owned();
            return Err(Error::BadCalendarFile { line: self.line, why });
        };
        if self.cancelled {
            return skipped(self.name, "cancelled");
        }
        let timed = start.value.contains('T') || start.parameter("VALUE") == Some("DATE-TIME");
        if timed {
            return skipped(self.name, "it has a time of day; holidays are whole days");
        }
        let from = date(start, &start.value)?;
        let days = self.days(from)?;
        let except = exceptions(&self.except)?;
        let yearly = self.rule.as_ref().map(|rule| repeat(rule, from, except)).transpose()?;
        let name = if self.name.is_empty() { from.to_string() } else { self.name };
        Ok(Ok(Holiday { name, from, days, yearly }))
    }

    fn days(&self, from: Date) -> Result<u16, Error> {
        let (line, days) = match (&self.end, &self.duration) {
            (Some(end), _) => (end, day_number(date(end, &end.value)?) - day_number(from)),
            (None, Some(duration)) => (duration, length(duration)?),
            (None, None) => return Ok(1),
        };
        // Some programs write the first day as the end of a single day, though the end is meant
        // to be the day after.
        match u16::try_from(days) {
            Ok(0) => Ok(1),
            Ok(days @ 1..=366) => Ok(days),
            Ok(_) => Err(line.wrong("a holiday lasts at most 366 days")),
            Err(_) => Err(line.wrong("the event ends before it begins. Exchange the two dates")),
        }
    }
}

fn once(place: &mut Option<Line>, line: &Line) -> Result<(), Error> {
    if place.is_some() {
        return Err(line.wrong(format!("the event has two {}. Keep one", line.name)));
    }
    *place = Some(line.clone());
    Ok(())
}

fn exceptions(lines: &[Line]) -> Result<Vec<Date>, Error> {
    let each = lines.iter().flat_map(|line| line.value.split(',').map(move |part| (line, part)));
    each.map(|(line, part)| date(line, part)).collect()
}

/// Whole days of a `DURATION`, such as `P3D` or `P1W`.
fn length(line: &Line) -> Result<i64, Error> {
    let text = line.value.strip_prefix('+').unwrap_or(&line.value);
    let days = |unit, each: i64| {
        let number: i64 = text.strip_prefix('P')?.strip_suffix(unit)?.parse().ok()?;
        number.checked_mul(each)
    };
    days('D', 1)
        .or_else(|| days('W', 7))
        .ok_or_else(|| line.wrong("the duration is not in whole days. Write P1D for one day"))
}
