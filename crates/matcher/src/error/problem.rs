//! The reasons for which a query cannot be read.

use super::QueryError;
use crate::ast::{MAX_DISTANCE, NamedKind, Slop};
use crate::query::{MAX_BYTES, MAX_DEPTH, MAX_TERMS};

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
    /// There is nothing in it but comments.
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
        /// How many words and values it has, with those of the lists and queries it names.
        terms: usize,
    },
    /// It is over [`MAX_DEPTH`].
    #[error("operators stand more than {MAX_DEPTH} deep in each other")]
    TooDeep,
    /// A bracket is not closed.
    #[error("missing ) for the ( at {open}")]
    MissingClose {
        /// The character of the bracket.
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
        /// The character of the quote.
        open: u32,
    },
    /// A comment is not closed.
    #[error("unclosed comment at {open}")]
    UnclosedComment {
        /// The character at which it begins.
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
    /// `NOT NOT a`.
    #[error("NOT stands twice")]
    DoubleNot,
    /// Something without occurrences beside NEAR.
    #[error(
        "{operator} needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at {at})"
    )]
    NotNear {
        /// The operator.
        operator: &'static str,
        /// The character of the side that is at fault.
        at: u32,
    },
    /// A distance that is no number, or too great.
    #[error("{operator} distance must be 0 to {MAX_DISTANCE}, got {got}")]
    Distance {
        /// `NEAR` or `~`.
        operator: &'static str,
        /// As written.
        got: String,
    },
    /// `~` after a group of something else.
    #[error("~ takes words and phrases side by side, not OR/NOT/NEAR/fields")]
    NotTogether,
    /// Too many words under one `~`.
    #[error("~ takes at most {} words and phrases, got {items}", Slop::MAX_ITEMS)]
    TooManyTogether {
        /// How many there are.
        items: usize,
    },
    /// `apple~2`.
    #[error("~ follows a phrase or a group, not a word")]
    TildeAfterWord,
    /// Only punctuation.
    #[error("\"{text}\" contains nothing searchable")]
    NothingSearchable {
        /// As written.
        text: String,
    },
    /// Wildcards with too few letters.
    #[error("\"{text}\" is too short: give at least 2 letters")]
    TooShort {
        /// As written.
        text: String,
    },
    /// A wildcard beside a character that is a word of its own.
    #[error(
        "\"{text}\" has a wildcard where every character is a word of its own: it finds nothing more"
    )]
    WildcardBeside {
        /// As written.
        text: String,
    },
    /// A wildcard in a web address.
    #[error("\"{text}\" has a wildcard in a web address")]
    WildcardInAddress {
        /// As written.
        text: String,
    },
    /// A skin tone without its emoji.
    #[error("\"{text}\" is a skin tone without its emoji")]
    LoneTone {
        /// As written.
        text: String,
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
    #[error("{field}: needs a number, e.g. {field}:>1000")]
    NotANumber {
        /// Which field.
        field: &'static str,
    },
    /// The least is more than the greatest, or all is below 0.
    #[error("no number lies in this range")]
    EmptyRange,
    /// A value that the field does not have.
    #[error("{field}: does not know \"{value}\"{}", did_you_mean(.near))]
    UnknownValue {
        /// Which field.
        field: &'static str,
        /// As written.
        value: String,
        /// The value that was probably meant.
        near: Option<&'static str>,
        /// The values it has.
        known: String,
    },
    /// A value of the wrong shape.
    #[error("{field}: needs {needs}")]
    BadValue {
        /// Which field.
        field: &'static str,
        /// What it needs.
        needs: &'static str,
        /// An example.
        example: &'static str,
    },
    /// `author:(lang:en)`.
    #[error("a field cannot stand inside of another field")]
    FieldInField,
    /// `title:(a NEAR/5 b)`.
    #[error("{operator} does not work inside of {field}:")]
    OperatorInField {
        /// The operator.
        operator: &'static str,
        /// The field.
        field: &'static str,
    },
    /// A name for which there is nothing.
    #[error("there is no {} \"{name}\"", .kind.field())]
    UnknownName {
        /// What it should be.
        kind: NamedKind,
        /// As written.
        name: String,
    },
    /// What a name stands for cannot be read.
    #[error("{} \"{name}\" cannot be read: {inner}", .kind.field())]
    InName {
        /// What it is.
        kind: NamedKind,
        /// Its name.
        name: String,
        /// What is wrong with it.
        inner: Box<QueryError>,
    },
    /// A query names itself, or is named by what it names.
    #[error("{} \"{name}\" refers to itself{}", .kind.field(), by_way_of(.through))]
    Circle {
        /// What it is.
        kind: NamedKind,
        /// Its name.
        name: String,
        /// The names on the way back to it.
        through: Vec<String>,
    },
    /// Names of names of names.
    #[error("lists and queries name each other more than {MAX_NAMES} deep")]
    NamesTooDeep,
    /// It has nothing to look for, only something to leave out.
    #[error("this query only excludes; add at least one word, hashtag, author or site to look for")]
    OnlyExcludes,
    /// It has nothing to look for, only facts that many posts share.
    #[error("{fields} alone would match almost everything; add a term")]
    OnlyFilters {
        /// The fields, such as `lang:/followers:`.
        fields: String,
    },
}

/// How deep lists and queries may name each other.
pub(crate) const MAX_NAMES: usize = 16;

impl Problem {
    /// Puts the position into messages that hold it.
    pub(super) const fn point_at(&mut self, position: u32) {
        match self {
            Self::MissingClose { open: at }
            | Self::UnclosedQuote { open: at }
            | Self::UnclosedComment { open: at }
            | Self::NotNear { at, .. } => *at = position,
            _ => {}
        }
    }

    /// Whether the message holds the position.
    pub(super) const fn says_where(&self) -> bool {
        matches!(
            self,
            Self::MissingClose { .. }
                | Self::UnclosedQuote { .. }
                | Self::UnclosedComment { .. }
                | Self::NotNear { .. }
        )
    }
}

fn did_you_mean(near: &Option<&'static str>) -> String {
    near.map(|near| format!(": did you mean \"{near}\"?")).unwrap_or_default()
}

fn by_way_of(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    if names.is_empty() { String::new() } else { format!(" through {}", names.join(", ")) }
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
