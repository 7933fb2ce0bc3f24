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
pub enum Problem {
    /// There is no lexeme in it.
    #[error("the query is empty")]
    Empty,
    /// It is over [`MAX_BYTES`].
    #[error("the query has {} bytes; the limit is {}", thousands(*.bytes), thousands(MAX_BYTES))]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It is over [`MAX_TERMS`].
    #[error("{} terms; the limit is {}", thousands(*.terms), thousands(MAX_TERMS))]
    TooManyTerms {
        /// How many words and values it has.
        terms: usize,
    },
    /// It is over [`MAX_DEPTH`].
    #[error("brackets stand more than {MAX_DEPTH} deep")]
    TooDeep,
    /// A bracket is not closed.
    #[error("missing ) for the ( at {open}")]
    MissingClose {
        /// The byte of the bracket.
        open: u32,
    },
    /// A bracket closes that was not opened.
    #[error("this ) closes nothing")]
    StrayClose,
    /// `()`.
    #[error("nothing stands between these brackets")]
    EmptyBrackets,
    /// A quote is not closed.
    #[error("unclosed quote at {open}")]
    UnclosedQuote {
        /// The byte of the quote.
        open: u32,
    },
    /// A comment is not closed.
    #[error("unclosed comment at {open}")]
    UnclosedComment {
        /// The byte at which it begins.
        open: u32,
    },
    /// An operator lacks what it joins.
    #[error("{operator} has nothing on its {side} side")]
    NothingBeside {
        /// As written.
        operator: &'static str,
        /// Where nothing stands.
        side: Side,
    },
    /// Only punctuation.
    #[error("\"{text}\" contains nothing searchable")]
    NothingSearchable {
        /// As written.
        text: String,
    },
    /// A star after too few letters, or after none.
    #[error("\"{text}*\" is too short: give at least 2 letters")]
    PrefixTooShort {
        /// What stands before the star.
        text: String,
    },
    /// A star or question mark where only letters may be.
    #[error("in \"{text}\" the wildcard does not stand at the end of a word")]
    WildcardInside {
        /// As written.
        text: String,
    },
    /// An operator of another listening language.
    #[error("{operator} is not known here")]
    UnknownOperator {
        /// As written.
        operator: String,
    },
    /// A field that is not known.
    #[error("unknown field \"{name}\"{}", did_you_mean(.near))]
    UnknownField {
        /// As written.
        name: String,
        /// The field that was probably meant.
        near: Option<&'static str>,
    },
    /// Nothing stands right after the colon.
    #[error("{field}: needs a value")]
    MissingValue {
        /// Which field.
        field: &'static str,
    },
    /// A field that counts has something else than a number.
    #[error("followers: needs a number, e.g. followers:>1000")]
    NotANumber,
    /// The least is more than the greatest, or all is below 0.
    #[error("no number lies in this range")]
    EmptyRange,
    /// Not a BCP 47 code.
    #[error("lang: needs a language code, e.g. lang:en")]
    NotALanguage,
    /// Not a handle.
    #[error("author: needs one name, e.g. author:ana")]
    NotAName,
    /// `author:(lang:en)`.
    #[error("a field cannot stand inside of another field")]
    FieldInField,
    /// It has nothing to look for, only something to leave out.
    #[error("this query only excludes; add at least one word, hashtag, author or site to look for")]
    OnlyExcludes,
    /// It has nothing to look for, only facts that many posts share.
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
