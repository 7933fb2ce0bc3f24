//! The kinds of clocks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the clocks of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The first answer.
    First,
    /// The answer to a later word.
    Next,
    /// The next word of the brand while the matter is open.
    Update,
    /// The resolution.
    Resolve,
    /// A time that was posted or told to the customer.
    Promise,
    /// The public end of a case that began in public and was resolved elsewhere.
    Loop,
}

impl ClockKind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Self; 6] =
        [Self::First, Self::Next, Self::Update, Self::Resolve, Self::Promise, Self::Loop];

    /// The one spelling of this kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Next => "next",
            Self::Update => "update",
            Self::Resolve => "resolve",
            Self::Promise => "promise",
            Self::Loop => "loop",
        }
    }

    /// Whether it measures an answer that a customer waits for.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::First | Self::Next)
    }
}

impl fmt::Display for ClockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
