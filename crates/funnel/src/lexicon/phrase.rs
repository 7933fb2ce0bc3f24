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

/// How many topics there are.
pub(crate) const TOPICS: usize = Intent::ALL.len() + 5;

impl Topic {
    /// Its place among all topics; the intents stand first.
    pub(crate) fn place(self) -> usize {
        let after = Intent::ALL.len();
        match self {
            Self::Intent(intent) => Intent::ALL.iter().position(|one| *one == intent).unwrap_or(0),
            Self::Spam => after,
            Self::Urgent => after + 1,
            Self::Time(Timeliness::Now) => after + 2,
            Self::Time(_) => after + 3,
            Self::Waits => after + 4,
        }
    }
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

/// What is asked first of a phrase, beside its first word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lead {
    /// Its place among all phrases.
    pub(crate) place: usize,
    /// In which languages it counts.
    pub(crate) language: LanguageSet,
    /// The look of its second word; nothing where it has none, or any word will do.
    second: Option<(u8, usize)>,
}

impl Lead {
    pub(crate) fn of(place: usize, language: LanguageSet, words: &[&str]) -> Self {
        let second = words.get(1).filter(|word| **word != "*");
        Self { place, language, second: second.map(|word| Self::look_of(word)) }
    }

    /// First byte and length of a word.
    pub(crate) fn look_of(word: &str) -> (u8, usize) {
        (word.bytes().next().unwrap_or_default(), word.len())
    }

    /// Whether the second word may be one of this look.
    pub(crate) fn may_go_on(&self, next: Option<(u8, usize)>) -> bool {
        self.second.is_none() || self.second == next
    }
}

/// Words in a row.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// What it speaks of.
    pub(crate) topic: Topic,
    /// [`Topic::place`] of that.
    pub(crate) place: usize,
    /// How strongly.
    pub(crate) weight: f32,
    /// The words; `*` stands for any one.
    pub(crate) words: Vec<&'static str>,
}
