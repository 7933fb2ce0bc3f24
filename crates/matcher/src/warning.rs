//! What is odd about a query that can be read.

use earshot_model::Span;

use crate::error::{Repair, characters};

/// A remark on a query. It does not stop the query from working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The bytes of the query that it is about.
    pub at: Span,
    /// The character at which a caret belongs, counted from 0.
    pub position: u32,
    /// The remark; `Display` puts it in words.
    pub caution: Caution,
    /// What could be written instead.
    pub repair: Option<Repair>,
}

/// What may not be meant as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caution {
    /// `and`, `or`, `not` or `near/5` in lower case.
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
    /// A word with accents, which do not matter.
    AccentsIgnored {
        /// The word, as written.
        word: String,
        /// What else it finds.
        read_as: String,
    },
    /// A question mark at the end of a word.
    QuestionMark {
        /// The word, as written.
        word: String,
    },
    /// `~` after a single word.
    NothingTogether,
    /// `lang:en-US`.
    RegionDropped {
        /// As written.
        code: String,
        /// The language alone.
        read_as: String,
    },
    /// A word is required and excluded at once.
    NeverMatches {
        /// The word.
        word: String,
    },
    /// The rarest thing that a query looks for is in many posts.
    Common {
        /// The word or group.
        term: String,
        /// In how many of 100 posts it is.
        percent: u32,
    },
}

impl Warning {
    /// A remark on the bytes `at` of `text`.
    pub(crate) fn new(text: &str, at: Span, caution: Caution) -> Self {
        let repair = repair(text, at, &caution);
        Self { at, position: characters(text, at.start), caution, repair }
    }
}

fn repair(text: &str, at: Span, caution: &Caution) -> Option<Repair> {
    let written = text.get(usize::try_from(at.start).ok()?..usize::try_from(at.end).ok()?)?;
    let replace = |text: String| Some(Repair { at, text });
    match caution {
        Caution::LowerCaseOperator { word } => replace(match word.split_once('/') {
            Some((near, distance)) => format!("{}/{distance}", near.to_uppercase()),
            None => word.to_uppercase(),
        }),
        Caution::MixedOperators { reading } if !reading.ends_with('…') => {
            replace(reading.clone())
        }
        Caution::CurlyQuotes => {
            let inner = written.trim_matches(crate::lexer::is_quote);
            replace(format!("\"{inner}\""))
        }
        Caution::QuestionMark { .. } => replace(written.trim_end_matches('?').to_owned()),
        Caution::NothingTogether => replace(String::new()),
        Caution::AccentsIgnored { word, .. } => replace(format!("+\"{word}\"")),
        Caution::MixedOperators { .. }
        | Caution::RegionDropped { .. }
        | Caution::NeverMatches { .. }
        | Caution::Common { .. } => None,
    }
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
            Self::AccentsIgnored { word, read_as } => write!(
                f,
                "accents do not matter: \"{word}\" also finds {read_as}; write +\"{word}\" where they do"
            ),
            Self::QuestionMark { word } => {
                write!(f, "the ? in \"{word}\" stands for one more character")
            }
            Self::NothingTogether => f.write_str("~ is left out: one word has nothing to be near"),
            Self::RegionDropped { code, read_as } => {
                write!(f, "lang:{code} is read as lang:{read_as}: it finds every {read_as}")
            }
            Self::NeverMatches { word } => write!(
                f,
                "the word after NOT also appears in the required part: never matches ({word})"
            ),
            Self::Common { term, percent } => write!(
                f,
                "{term} appears in {percent} % of posts; this query is evaluated on all of them"
            ),
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.caution.fmt(f)
    }
}
