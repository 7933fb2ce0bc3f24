//! Closed days: once, for several days, or every year.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Which day of a year a yearly holiday falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearDay {
    /// Month (1 to 12) and day of the month. 29 February comes in leap years only.
    Date(i8, i8),
    /// Month (1 to 12), which one (1 the first, -1 the last), and the weekday (1 Monday to 7 Sunday).
    Nth(i8, i8, i8),
}

impl YearDay {
    /// The day in this year, if the year has it.
    #[must_use]
    pub fn of(self, year: i16) -> Option<Date> {
        match self {
            Self::Date(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, nth, weekday) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
        }
    }
}

/// How a holiday comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    /// The days of a year on which it begins.
    pub on: Vec<YearDay>,
    /// Every how many years, 1 or more.
    pub every: i16,
    /// How often in all, the first one counted.
    #[serde(default)]
    pub count: Option<u32>,
    /// The last date on which it may begin.
    #[serde(default, with = "date_text::option")]
    pub until: Option<Date>,
    /// Dates on which it does not begin.
    #[serde(default, with = "date_text::list")]
    pub except: Vec<Date>,
}

/// A closed day or days, in the calendar's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What people call it.
    pub name: String,
    /// Its first day.
    #[serde(with = "date_text")]
    pub from: Date,
    /// How many days it lasts, 1 to 366.
    pub days: u16,
    /// Whether and how it comes back.
    #[serde(default)]
    pub yearly: Option<Yearly>,
}

/// Yearly holidays are written out until the end of this year. Later ones are not kept: nobody
/// plans a shift there, and no clock of a case runs so long.
const LAST_YEAR: i16 = 2150;

impl Holiday {
    /// One closed day.
    #[must_use]
    pub fn once(name: &str, from: Date) -> Self {
        Self { name: name.to_owned(), from, days: 1, yearly: None }
    }

    /// The first day of each time that it comes, in order, until the end of 2150.
    #[must_use]
    pub fn starts(&self) -> Vec<Date> {
        let Some(yearly) = &self.yearly else { return vec![self.from] };
        let step = usize::try_from(yearly.every.max(1)).unwrap_or(1);
        let mut found: Vec<Date> = (self.from.year()..=LAST_YEAR)
            .step_by(step)
            .flat_map(|year| yearly.on.iter().filter_map(move |on| on.of(year)))
            .chain([self.from])
            .filter(|date| *date >= self.from && yearly.until.is_none_or(|last| *date <= last))
            .collect();
        found.sort_unstable();
        found.dedup();
        if let Some(count) = yearly.count {
            found.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        }
        found.retain(|date| !yearly.except.contains(date));
        found
    }

    /// Every closed date, in the order of [`Self::starts`].
    pub(crate) fn dates(&self) -> impl Iterator<Item = Date> + '_ {
        self.starts().into_iter().flat_map(|first| {
            (0..self.days).filter_map(move |n| first.checked_add(i64::from(n).days()).ok())
        })
    }
}

/// Dates as `2026-12-24` in files and rows.
pub(crate) mod date_text {
    use jiff::civil::Date;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::Error;

    fn read(text: &str) -> Result<Date, Error> {
        let short = || Error::BadDate(text.chars().take(40).collect());
        if text.len() == 10 { text.parse().map_err(|_| short()) } else { Err(short()) }
    }

    pub(crate) fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        read(&String::deserialize(from)?).map_err(D::Error::custom)
    }

    pub(crate) mod option {
        use super::{Date, Deserializer, Serializer, read};
        use serde::de::Error as _;
        use serde::{Deserialize as _, Serialize as _};

        #[expect(clippy::ref_option, reason = "serde hands the field by reference")]
        pub(crate) fn serialize<S: Serializer>(
            date: &Option<Date>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            date.map(|date| date.to_string()).serialize(to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Date>, D::Error> {
            let text = Option::<String>::deserialize(from)?;
            text.map(|text| read(&text)).transpose().map_err(D::Error::custom)
        }
    }

    pub(crate) mod list {
        use super::{Date, Deserializer, Serializer, read};
        use serde::de::Error as _;
        use serde::{Deserialize as _, Serialize as _};

        pub(crate) fn serialize<S: Serializer>(dates: &[Date], to: S) -> Result<S::Ok, S::Error> {
            dates.iter().map(ToString::to_string).collect::<Vec<_>>().serialize(to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Vec<Date>, D::Error> {
            let texts = Vec::<String>::deserialize(from)?;
            texts.iter().map(|text| read(text)).collect::<Result<_, _>>().map_err(D::Error::custom)
        }
    }
}
