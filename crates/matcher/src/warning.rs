//! What is odd about a query that can be read.

use earshot_model::Span;

/// A remark on a query. It does not stop the query from working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The bytes of the query that it is about.
    pub at: Span,
    /// The remark; `Display` puts it in words.
    pub caution: Caution,
}

/// What may not be meant as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caution {
    /// `and`, `or` or `not` in lower case.
    LowerCaseOperator {
        /// The word, as written.
        word: String,
    },
    /// AND and OR side by side without brackets.
    MixedOperators {
        /// The part with the brackets that were assumed.
        reading: String,
    },
    /// Typographic quotes.
    CurlyQuotes,
    /// A star after something of which every character is a word.
    StarDropped,
    /// A word is required and excluded at once.
    NeverMatches {
        /// The word.
        word: String,
    },
}

impl std::fmt::Display for Caution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LowerCaseOperator { word } => {
                write!(f, "\"{word}\" in lower case is searched as a word")
            }
            Self::MixedOperators { reading } => {
                write!(f, "AND and OR mixed without brackets: read as {reading}")
            }
            Self::CurlyQuotes => f.write_str("curly quotes read as straight quotes"),
            Self::StarDropped => f.write_str("the star adds nothing here and is left out"),
            Self::NeverMatches { word } => write!(
                f,
                "the word after NOT also appears in the required part: never matches ({word})"
            ),
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.caution.fmt(f)
    }
}
