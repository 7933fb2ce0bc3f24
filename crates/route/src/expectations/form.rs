//! The form with the five expectations.

use earshot_model::Time;
use serde::{Deserialize, Serialize};

use crate::calendar::WeekHours;

/// Another way to reach the brand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherChannel {
    /// The kind of channel, such as `phone`: the check compares it with what is staffed.
    pub channel: String,
    /// How people write it: `phone 0800 123 456`.
    pub text: String,
}

/// What a brand lets its customers expect on one network or on all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    /// The zone in which the hours are meant, by its IANA name.
    pub zone: String,
    /// How customers call that zone, such as `CET` or `Berlin`; empty leaves it out.
    #[serde(default)]
    pub zone_text: String,
    /// The hours of a usual week.
    pub week: WeekHours,
    /// Languages that are answered, as BCP 47 primary tags, the main one first.
    pub languages: Vec<String>,
    /// Within how long an answer comes, in microseconds.
    pub answer_within: i64,
    /// Other ways to reach the brand.
    #[serde(default)]
    pub channels: Vec<OtherChannel>,
    /// What the brand answers here.
    #[serde(default)]
    pub topics: Vec<String>,
}

/// Why a form cannot be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Nobody would ever answer.
    #[error("say on which days and hours somebody answers")]
    NoHours,
    /// No language.
    #[error("name at least one language")]
    NoLanguage,
    /// No time, or one that no customer would wait.
    #[error("say within how long an answer comes, between one minute and 30 days")]
    NoTime,
    /// The place has no room for even the shortest text.
    #[error("this place has no room for even the time to an answer")]
    NoRoom,
}

impl Expectations {
    /// Checks that the form says enough to be posted.
    ///
    /// # Errors
    /// What is missing.
    pub fn complete(&self) -> Result<(), FormError> {
        if self.week.days().iter().all(|(_, hours)| hours.is_empty()) {
            return Err(FormError::NoHours);
        }
        if self.languages.iter().all(|tag| tag.trim().is_empty()) {
            return Err(FormError::NoLanguage);
        }
        if !(Time::MINUTE..=30 * Time::DAY).contains(&self.answer_within) {
            return Err(FormError::NoTime);
        }
        Ok(())
    }
}
