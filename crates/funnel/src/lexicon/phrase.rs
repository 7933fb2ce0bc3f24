//! Phrases and what they speak of.

use std::str::FromStr;

use earshot_model::{Intent, Timeliness};

use super::LanguageSet;

/// What a phrase speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// What the author wants.
    Intent(Intent),
    /// Advertising.
    Spam,
    /// Hurry.
    Urgent,
    /// When the matter is.
    Time(Timeliness),
    /// Waiting for an answer.
    Waits,
}

impl FromStr for Topic {
    type Err = ();

    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "spam" => Ok(Self::Spam),
            "urgent" => Ok(Self::Urgent),
            "now" => Ok(Self::Time(Timeliness::Now)),
            "past" => Ok(Self::Time(Timeliness::Past)),
            "waits" => Ok(Self::Waits),
            intent => intent.parse().map(Self::Intent).map_err(|_| ()),
        }
    }
}

/// Words in a row.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// What it speaks of.
    pub(crate) topic: Topic,
    /// In which language.
    pub(crate) language: LanguageSet,
    /// How strongly.
    pub(crate) weight: f32,
    /// The words; `*` stands for any one.
    pub(crate) words: Vec<&'static str>,
}
