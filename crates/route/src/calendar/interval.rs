//! Open hours of one day, such as `09:00-12:30`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Whole minutes of a local day, from one (included) to another (excluded), 0 to 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interval {
    from: u16,
    to: u16,
}

impl Interval {
    /// Midnight to midnight.
    pub const WHOLE_DAY: Self = Self { from: 0, to: 1440 };

    /// Minutes `from` (included) to `to` (excluded) of a day.
    ///
    /// # Errors
    /// When it is empty, inverted, or reaches past 24:00.
    pub fn new(from: u16, to: u16) -> Result<Self, Error> {
        let written = Self { from, to };
        if from > 1440 || to > 1440 {
            return Err(Error::BadInterval(written.to_string()));
        }
        if from >= to {
            return Err(Error::InvertedInterval(written.to_string(), clock(from), clock(to)));
        }
        Ok(written)
    }

    /// The first minute of the day that is open.
    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The minute of the day at which it closes.
    #[must_use]
    pub const fn to(self) -> u16 {
        self.to
    }

    /// Whether both share a minute.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}

/// Reads `9:00-17:30`, `09:00 - 17:30` and `09:00–17:30`.
impl FromStr for Interval {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadInterval(text.chars().take(40).collect());
        let (from, to) = text.split_once(['-', '\u{2013}']).ok_or_else(bad)?;
        let from = minute(from).ok_or_else(bad)?;
        let to = minute(to).ok_or_else(bad)?;
        Self::new(from, to)
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let whole = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && whole <= 1440).then_some(whole)
}

impl TryFrom<String> for Interval {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Interval> for String {
    fn from(interval: Interval) -> Self {
        interval.to_string()
    }
}
