//! Cuts the text of a query into lexemes.

use earshot_model::Span;

use crate::error::{Problem, QueryError};
use crate::warning::{Caution, Warning};

/// Characters between the brackets of a range: two numbers of 64 bits and some spaces.
const LONGEST_RANGE: usize = 64;

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lexeme<'a> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `-` directly before what it excludes.
    Minus,
    /// The name of a field; its colon belongs to the span.
    Field(&'a str),
    /// What stands between the brackets of `[1 TO 5]`, directly after a field.
    Range(&'a str),
    /// What stands between quotes.
    Quoted(&'a str),
    /// Anything else without spaces.
    Word(&'a str),
}

/// A lexeme and its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexed<'a> {
    pub(crate) lexeme: Lexeme<'a>,
    pub(crate) at: Span,
}

/// Cuts `text`, which is at most [`crate::MAX_BYTES`] long.
pub(crate) fn lex<'a>(
    text: &'a str,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Lexed<'a>>, QueryError> {
    let mut lexer = Lexer { text, at: 0, found: Vec::new() };
    while let Some(c) = lexer.rest().chars().next() {
        lexer.next(c, warnings)?;
    }
    Ok(lexer.found)
}

/// The span of bytes `start..end` of a query.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end) }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Lexed<'a>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self, c: char, warnings: &mut Vec<Warning>) -> Result<(), QueryError> {
        let rest = self.rest();
        if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if rest.starts_with("/*") {
            self.comment()?;
        } else if c == '(' {
            self.push(Lexeme::Open, 1);
        } else if c == ')' {
            self.push(Lexeme::Close, 1);
        } else if is_quote(c) {
            self.quoted(c, warnings)?;
        } else if let Some(inner) = bracketed(rest).filter(|_| self.after_field()) {
            self.push(Lexeme::Range(inner), inner.len() + 2);
        } else if c == '-' && rest.chars().nth(1).is_some_and(begins_item) {
            self.push(Lexeme::Minus, 1);
        } else {
            self.word(rest);
        }
        Ok(())
    }

    fn push(&mut self, lexeme: Lexeme<'a>, length: usize) {
        self.found.push(Lexed { lexeme, at: span(self.at, self.at + length) });
        self.at += length;
    }

    /// Whether a field's colon stands directly before this place.
    fn after_field(&self) -> bool {
        self.found.last().is_some_and(|last| {
            matches!(last.lexeme, Lexeme::Field(_)) && last.at.end == span(self.at, self.at).start
        })
    }

    fn comment(&mut self) -> Result<(), QueryError> {
        let end = self.rest().get(2..).and_then(|rest| rest.find("*/"));
        let Some(end) = end else {
            let at = span(self.at, self.text.len());
            return Err(QueryError { at, problem: Problem::UnclosedComment { open: at.start } });
        };
        self.at += end + 4;
        Ok(())
    }

    fn quoted(&mut self, open: char, warnings: &mut Vec<Warning>) -> Result<(), QueryError> {
        let inside = self.rest().get(open.len_utf8()..).unwrap_or_default();
        let end = inside.find(|c| if open == '"' { c == '"' } else { is_quote(c) });
        let Some((end, inner)) = end.and_then(|end| Some((end, inside.get(..end)?))) else {
            let at = span(self.at, self.text.len());
            return Err(QueryError { at, problem: Problem::UnclosedQuote { open: at.start } });
        };
        let close =
            inside.get(end..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8);
        self.push(Lexeme::Quoted(inner), open.len_utf8() + end + close);
        if open != '"' && !warnings.iter().any(|w| w.caution == Caution::CurlyQuotes) {
            let at = self.found.last().map_or_else(|| span(0, 0), |last| last.at);
            warnings.push(Warning { at, caution: Caution::CurlyQuotes });
        }
        Ok(())
    }

    fn word(&mut self, rest: &'a str) {
        let end = rest.find(|c: char| c.is_whitespace() || is_bracket(c) || is_quote(c));
        let word = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
        if !self.after_field()
            && let Some(name) = field_name(word)
        {
            self.push(Lexeme::Field(name), name.len() + 1);
            return;
        }
        let lexeme = match word {
            "AND" => Lexeme::And,
            "OR" => Lexeme::Or,
            "NOT" => Lexeme::Not,
            word => Lexeme::Word(word),
        };
        self.push(lexeme, word.len());
    }
}

/// `name` of `name:value`; `None` for plain words, times such as 12:30 and web addresses.
fn field_name(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let mut letters = name.chars();
    let named = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    (named && !value.starts_with("//")).then_some(name)
}

/// `1 TO 5` of `[1 TO 5]`. The look ahead is short, so that reading stays linear.
fn bracketed(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('[')?;
    let (end, _) = inside.char_indices().take(LONGEST_RANGE).find(|(_, c)| *c == ']')?;
    inside.get(..end)
}

const fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')')
}

/// Straight quotes, and the curly ones that word processors put in their place.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}')
}

fn begins_item(c: char) -> bool {
    !c.is_whitespace() && c != ')'
}
