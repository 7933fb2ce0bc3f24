//! Fields: `author:`, `lang:` and `followers:`, with one value, or several in brackets.

use earshot_model::Span;

use super::Parser;
use crate::ast::{HandleRole, Leaf, Node, NumberField, NumberRange};
use crate::error::{Problem, QueryError};
use crate::lexer::Lexeme;

/// A field that this version can evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Author,
    Language,
    Followers,
}

impl Field {
    const ALL: [Self; 3] = [Self::Author, Self::Language, Self::Followers];

    const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Language => "lang",
            Self::Followers => "followers",
        }
    }

    fn named(name: &str) -> Result<Self, Problem> {
        let known = Self::ALL.into_iter().find(|field| name.eq_ignore_ascii_case(field.name()));
        known.ok_or_else(|| {
            let lower = name.to_ascii_lowercase();
            // Two slips of the keyboard are a typo; more are another word.
            let near = Self::ALL
                .into_iter()
                .map(Self::name)
                .find(|near| slips(&lower, near) <= if near.len() > 4 { 2 } else { 1 });
            Problem::UnknownField { name: name.to_owned(), near }
        })
    }

    /// The test that one value stands for.
    pub(super) fn leaf(self, value: &str) -> Result<Leaf, Problem> {
        match self {
            Self::Author => author(value)
                .map(|name| Leaf::Handle(HandleRole::Author, name))
                .ok_or(Problem::NotAName),
            Self::Language => language(value).map(Leaf::Language).ok_or(Problem::NotALanguage),
            Self::Followers => {
                let range = range(value).ok_or(Problem::NotANumber)?;
                if range.is_empty() {
                    return Err(Problem::EmptyRange);
                }
                Ok(Leaf::Number(NumberField::Followers, range))
            }
        }
    }
}

impl Parser<'_, '_> {
    /// `name:` with its value; the value must follow without a space.
    pub(super) fn field(&mut self, name: &str, at: Span) -> Result<Node, QueryError> {
        let field = Field::named(name).map_err(|problem| QueryError { at, problem })?;
        if self.field.is_some() {
            return Err(QueryError { at, problem: Problem::FieldInField });
        }
        self.at += 1;
        let missing = QueryError { at, problem: Problem::MissingValue { field: field.name() } };
        let Some(next) = self.peek().filter(|next| next.at.start == at.end) else {
            return Err(missing);
        };
        let whole = Span { start: at.start, end: next.at.end };
        match next.lexeme {
            Lexeme::Open if field != Field::Followers => {
                self.field = Some(field);
                let node = self.group()?;
                self.field = None;
                Ok(node)
            }
            Lexeme::Open => Err(QueryError { at: whole, problem: Problem::NotANumber }),
            Lexeme::Word(value) | Lexeme::Quoted(value) => {
                self.at += 1;
                self.value(field, value, whole)
            }
            Lexeme::Range(value) => {
                self.at += 1;
                let value = value.replace(" TO ", "..");
                self.value(field, &value, whole)
            }
            _ => Err(missing),
        }
    }

    /// One value of a field.
    pub(super) fn value(
        &mut self,
        field: Field,
        value: &str,
        at: Span,
    ) -> Result<Node, QueryError> {
        self.terms += 1;
        field.leaf(value).map(Node::Leaf).map_err(|problem| QueryError { at, problem })
    }
}

/// A handle, folded, without its `@`.
fn author(value: &str) -> Option<String> {
    let name = value.strip_prefix('@').unwrap_or(value);
    let plain = !name.chars().any(|c| c.is_whitespace() || matches!(c, '*' | '?'));
    let named = name.chars().any(char::is_alphanumeric);
    (plain && named).then(|| earshot_text::fold(name))
}

/// The primary subtag of a BCP 47 code in lower case: two or three letters.
fn language(value: &str) -> Option<String> {
    let code = value.to_ascii_lowercase().replace('_', "-");
    let mut parts = code.split('-');
    let main = parts.next()?;
    let letters = matches!(main.len(), 2 | 3) && main.chars().all(|c| c.is_ascii_lowercase());
    let rest = parts
        .all(|part| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    (letters && rest).then(|| main.to_owned())
}

/// `>5`, `>=5`, `<5`, `<=5`, `5` or `5..9`.
fn range(value: &str) -> Option<NumberRange> {
    let value = value.trim();
    if let Some((min, max)) = value.split_once("..") {
        return Some(NumberRange { min: Some(number(min)?), max: Some(number(max)?) });
    }
    let (min, max) = if let Some(least) = value.strip_prefix(">=") {
        (Some(number(least)?), None)
    } else if let Some(most) = value.strip_prefix("<=") {
        (None, Some(number(most)?))
    } else if let Some(below) = value.strip_prefix('>') {
        (Some(number(below)?.checked_add(1)?), None)
    } else if let Some(above) = value.strip_prefix('<') {
        (None, Some(number(above)? - 1))
    } else {
        (Some(number(value)?), Some(number(value)?))
    };
    Some(NumberRange { min, max })
}

/// A whole number from 0 on; commas may part its thousands.
fn number(text: &str) -> Option<i64> {
    let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
    if digits.starts_with(['+', '-']) { None } else { digits.parse().ok() }
}

/// How many letters must be added, dropped or changed to make one word of the other
/// (Levenshtein's distance).
fn slips(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, a) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(to.chars()) {
            let above = *cell;
            left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
