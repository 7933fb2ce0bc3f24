//! Playbooks to start with: one for each industry, laid over what all share.

use earshot_model::UnknownWord;

use crate::{Document, Problem};

/// The playbook of a fresh install as text: what all starters share.
pub const DEFAULT: &str = include_str!("../starters/default.toml");

macro_rules! industries {
    ($($(#[$meta:meta])* $name:ident $word:literal;)+) => {
        /// An industry with a starter playbook.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Industry {
            $($(#[$meta])* $name),+
        }

        impl Industry {
            /// Every industry.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its key, such as `travel`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What it adds to what all share, as text.
            pub(crate) const fn text(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../starters/", $word, ".toml"))),+ }
            }
        }
    };
}

industries! {
    /// Power, water, internet and phone.
    Utilities "utilities";
    /// Shops.
    Retail "retail";
    /// Journeys and hotels.
    Travel "travel";
    /// Cars.
    Automotive "automotive";
    /// Banks and insurers.
    Banking "banking";
    /// Software and devices.
    Technology "technology";
    /// Games, films, music, sport.
    Entertainment "entertainment";
    /// Authorities.
    Government "government";
    /// Hospitals, practices, health insurers.
    Healthcare "healthcare";
}

impl std::str::FromStr for Industry {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().copied().find(|industry| industry.word() == word);
        found.ok_or_else(|| UnknownWord { list: "industry", found: word.to_owned() })
    }
}

/// The playbook of a fresh install: what all starters share.
///
/// # Errors
/// Never in a released version: a test reads it.
pub fn default_playbook() -> Result<Document, Vec<Problem>> {
    Document::read(DEFAULT)
}

/// The text of a stored playbook. Before playbooks were text, the default lines were stored as JSON
/// and nobody could change them: then it is the default playbook's.
#[must_use]
pub fn stored_text(stored: &str) -> &str {
    if stored.starts_with('[') { DEFAULT } else { stored }
}

/// The starter playbook of an industry.
///
/// # Errors
/// Never in a released version: a test reads them all.
pub fn starter(industry: Industry) -> Result<Document, Vec<Problem>> {
    Ok(Document::read(industry.text())?.over(default_playbook()?))
}
