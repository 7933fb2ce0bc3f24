//! Are the posted expectations true? Compared every day with calendars and measured times.

use serde::{Deserialize, Serialize};

use crate::calendar::{CalendarSpec, Interval};

use super::Expectations;

/// What is posted somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The form from which the text was made.
    pub form: Expectations,
    /// The text that should stand there.
    pub wanted: String,
    /// The text that does, if it could be read.
    pub found: Option<String>,
}

/// How fast answers came on one network lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// How many answers were measured.
    pub answers: u32,
    /// Nine of ten came within this, in microseconds. The usual aim is 90 %.
    pub ninety_percent: i64,
}

/// What the organization really has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The calendar by which this network is staffed.
    pub calendar: CalendarSpec,
    /// Languages that somebody on the team writes.
    pub languages: Vec<String>,
    /// Kinds of channels that are connected and staffed.
    pub channels: Vec<String>,
    /// How fast answers came; none when nothing was measured.
    pub measured: Option<Measured>,
}

/// Something posted that is not true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "value", rename_all = "snake_case")]
pub enum Mismatch {
    /// On this day (0 Monday to 6 Sunday) the posted hours are not those of the calendar.
    Hours {
        /// Which day.
        day: u8,
    },
    /// The posted hours are meant in another zone than the calendar's.
    Zone,
    /// Nobody writes this language.
    Language(String),
    /// This other channel is not staffed.
    Channel(String),
    /// Fewer than nine of ten answers came in the posted time.
    Slower {
        /// Nine of ten came within this, in microseconds.
        ninety_percent: i64,
        /// How many answers were measured.
        answers: u32,
    },
    /// Nine of ten answers came in less than a quarter of the posted time: more could be promised.
    Faster {
        /// Nine of ten came within this, in microseconds.
        ninety_percent: i64,
    },
    /// The place shows another text than the form gives.
    Text,
}

/// Fewer answers than this say nothing about nine of ten (ours).
const ENOUGH: u32 = 30;

/// Compares what is posted with what is, and lists everything that is not true.
#[must_use]
pub fn check(posted: &Posted, service: &Service) -> Vec<Mismatch> {
    let form = &posted.form;
    let mut found = Vec::new();
    if form.zone != service.calendar.zone {
        found.push(Mismatch::Zone);
    }
    let days = form.week.days().into_iter().zip(service.calendar.week.days()).zip(0_u8..);
    for (((_, said), (_, real)), day) in days {
        if joined(said) != joined(real) {
            found.push(Mismatch::Hours { day });
        }
    }
    let missing = |wanted: &&String, have: &[String]| !have.contains(wanted);
    let languages = form.languages.iter().filter(|tag| missing(tag, &service.languages));
    found.extend(languages.cloned().map(Mismatch::Language));
    let channels = form.channels.iter().map(|other| &other.channel);
    let channels = channels.filter(|channel| missing(channel, &service.channels));
    found.extend(channels.cloned().map(Mismatch::Channel));
    if let Some(measured) = service.measured.filter(|measured| measured.answers >= ENOUGH) {
        let Measured { answers, ninety_percent } = measured;
        if ninety_percent > form.answer_within {
            found.push(Mismatch::Slower { ninety_percent, answers });
        } else if ninety_percent < form.answer_within / 4 {
            found.push(Mismatch::Faster { ninety_percent });
        }
    }
    if posted.found.as_ref().is_some_and(|text| text.trim() != posted.wanted.trim()) {
        found.push(Mismatch::Text);
    }
    found
}

/// The hours in order, with those that touch made one: written otherwise, they are the same.
fn joined(hours: &[Interval]) -> Vec<(u16, u16)> {
    let mut sorted: Vec<(u16, u16)> = hours.iter().map(|i| (i.from(), i.to())).collect();
    sorted.sort_unstable();
    sorted.into_iter().fold(Vec::new(), |mut joined, (from, to)| {
        match joined.last_mut() {
            Some((_, end)) if *end == from => *end = to,
            _ => joined.push((from, to)),
        }
        joined
    })
}
