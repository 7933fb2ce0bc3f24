//! What can be wrong with a query: where, why, and what to do about it.

use earshot_model::Span;

use crate::query::{MAX_BYTES, MAX_DEPTH, MAX_TERMS};

/// A query that cannot be read. `Display` gives the reason; [`QueryError::fix`] the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (at {start})", start = .at.start)]
pub struct QueryError {
    /// The bytes of the query that are at fault; `start` is where a caret belongs.
    pub at: Span,
    /// What is wrong with them.
    pub problem: Problem,
}

impl QueryError {
    /// The byte at which a caret belongs.
    #[must_use]
    pub const fn position(&self) -> u32 {
        self.at.start
    }

    /// What is wrong, in plain words, without the position.
    #[must_use]
    pub fn reason(&self) -> String {
        self.problem.to_string()
    }

    /// What the writer can do, as one short sentence.
    #[must_use]
    pub fn fix(&self) -> String {
        self.problem.fix()
    }
}

/// A side of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Left,
    /// After it.
    Right,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Left => "left",
            Self::Right => "right",
        })
    }
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each says what it is")]
pub enum Problem {
    #[error("the query is empty")]
    Empty,
    #[error("the query has {} bytes; the limit is {}", thousands(*.bytes), thousands(MAX_BYTES))]
    TooLong { bytes: usize },
    #[error("{} terms; the limit is {}", thousands(*.terms), thousands(MAX_TERMS))]
    TooManyTerms { terms: usize },
    #[error("brackets stand more than {MAX_DEPTH} deep")]
    TooDeep,
    #[error("missing ) for the ( at {open}")]
    MissingClose { open: u32 },
    #[error("this ) closes nothing")]
    StrayClose,
    #[error("nothing stands between these brackets")]
    EmptyBrackets,
    #[error("unclosed quote at {open}")]
    UnclosedQuote { open: u32 },
    #[error("unclosed comment at {open}")]
    UnclosedComment { open: u32 },
    #[error("{operator} has nothing on its {side} side")]
    NothingBeside { operator: &'static str, side: Side },
    #[error("\"{text}\" contains nothing searchable")]
    NothingSearchable { text: String },
    #[error("\"{text}*\" is too short: give at least 2 letters")]
    PrefixTooShort { text: String },
    #[error("in \"{text}\" the wildcard does not stand at the end of a word")]
    WildcardInside { text: String },
    #[error("{operator} is not known here")]
    UnknownOperator { operator: String },
    #[error("unknown field \"{name}\"{}", did_you_mean(.near))]
    UnknownField { name: String, near: Option<&'static str> },
    #[error("{field}: needs a value")]
    MissingValue { field: &'static str },
    #[error("followers: needs a number, e.g. followers:>1000")]
    NotANumber,
    #[error("no number lies in this range")]
    EmptyRange,
    #[error("lang: needs a language code, e.g. lang:en")]
    NotALanguage,
    #[error("author: needs one name, e.g. author:ana")]
    NotAName,
    #[error("a field cannot stand inside of another field")]
    FieldInField,
    #[error("this query only excludes; add at least one word, hashtag, author or site to look for")]
    OnlyExcludes,
    #[error("lang:/followers: alone would match almost everything; add a term")]
    OnlyFilters,
}

impl Problem {
    fn fix(&self) -> String {
        match self {
            Self::Empty => "write a word, a \"phrase\", a #tag or an @name".to_owned(),
            Self::TooLong { .. } | Self::TooManyTerms { .. } => {
                "split it into several listeners".to_owned()
            }
            Self::TooDeep => "take away brackets that are not needed".to_owned(),
            Self::MissingClose { .. } => "add a ) where the group ends".to_owned(),
            Self::StrayClose => "remove it, or add a ( where the group begins".to_owned(),
            Self::EmptyBrackets => "put a word between them, or remove them".to_owned(),
            Self::UnclosedQuote { .. } => "add a \" where the phrase ends".to_owned(),
            Self::UnclosedComment { .. } => "add */ where the comment ends".to_owned(),
            Self::NothingBeside { operator, side } => {
                let end = if *side == Side::Left { "before" } else { "after" };
                format!("write a term {end} {operator}, or remove {operator}")
            }
            Self::NothingSearchable { .. } => {
                "use letters, numbers or emoji; punctuation alone is not searched".to_owned()
            }
            Self::PrefixTooShort { .. } => "add letters before the star".to_owned(),
            Self::WildcardInside { .. } => {
                "write the start of the word and a star, such as refund*, or list the words with OR"
                    .to_owned()
            }
            Self::UnknownOperator { operator } => {
                format!(
                    "use AND, OR, NOT or a \"phrase\"; to search it as text, write \"{operator}\""
                )
            }
            Self::UnknownField { name, near } => match near {
                Some(near) => format!("write {near}:"),
                None => format!(
                    "use author:, lang: or followers:; to search it as text, write \"{name} ...\""
                ),
            },
            Self::MissingValue { field } => {
                format!("write the value right after the colon, without a space: {field}:value")
            }
            Self::NotANumber => {
                "write followers:>1000, followers:<=50 or followers:100..500".to_owned()
            }
            Self::EmptyRange => "put the smaller number first".to_owned(),
            Self::NotALanguage => "use a code of two or three letters, such as de".to_owned(),
            Self::NotAName => "list several names as author:(ana OR bob)".to_owned(),
            Self::FieldInField => "close the bracket before the next field".to_owned(),
            Self::OnlyExcludes => "write what to look for before NOT".to_owned(),
            Self::OnlyFilters => "add a word, a #tag, an @name or author:".to_owned(),
        }
    }
}

fn did_you_mean(near: &Option<&'static str>) -> String {
    near.map(|near| format!(": did you mean \"{near}\"?")).unwrap_or_default()
}

/// Digits in groups of three, as in `8,192`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
