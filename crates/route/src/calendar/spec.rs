//! A calendar as people write it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Holiday, Interval};

/// The open hours of a week, in wall time. A day without an interval is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeekHours {
    /// Monday.
    pub monday: Vec<Interval>,
    /// Tuesday.
    pub tuesday: Vec<Interval>,
    /// Wednesday.
    pub wednesday: Vec<Interval>,
    /// Thursday.
    pub thursday: Vec<Interval>,
    /// Friday.
    pub friday: Vec<Interval>,
    /// Saturday.
    pub saturday: Vec<Interval>,
    /// Sunday.
    pub sunday: Vec<Interval>,
}

impl WeekHours {
    /// Day and night.
    #[must_use]
    pub fn always() -> Self {
        Self::workdays(&[Interval::WHOLE_DAY]).weekend(&[Interval::WHOLE_DAY])
    }

    /// The same hours from Monday to Friday, closed on Saturday and Sunday.
    #[must_use]
    pub fn workdays(hours: &[Interval]) -> Self {
        let day = || hours.to_vec();
        Self {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            ..Self::default()
        }
    }

    /// The same week with these hours on Saturday and Sunday.
    #[must_use]
    pub fn weekend(mut self, hours: &[Interval]) -> Self {
        self.saturday = hours.to_vec();
        self.sunday = hours.to_vec();
        self
    }

    /// Name and hours of the seven days, Monday first.
    #[must_use]
    pub fn days(&self) -> [(&'static str, &[Interval]); 7] {
        [
            ("Monday", &self.monday),
            ("Tuesday", &self.tuesday),
            ("Wednesday", &self.wednesday),
            ("Thursday", &self.thursday),
            ("Friday", &self.friday),
            ("Saturday", &self.saturday),
            ("Sunday", &self.sunday),
        ]
    }
}

/// One date with hours of its own: a short day, or an extra one. No interval means closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Which date, in the calendar's zone.
    #[serde(with = "super::holiday::date_text")]
    pub date: Date,
    /// Its hours.
    #[serde(default)]
    pub hours: Vec<Interval>,
    /// Why, such as `Christmas Eve`.
    #[serde(default)]
    pub name: String,
}

/// Everything about a calendar that people write down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// IANA name of the time zone in which the hours are meant.
    pub zone: String,
    /// The hours of a usual week.
    pub week: WeekHours,
    /// Days that are closed.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Days with hours of their own. They win over holidays.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}
