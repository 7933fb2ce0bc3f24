//! Cuts the text of a query into lexemes.

mod word;

use earshot_model::Span;

use crate::error::Problem;

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
    /// `NEAR` or `ONEAR`, and what stands behind its slash.
    Near {
        ordered: bool,
        distance: Option<&'a str>,
    },
    /// `WITHIN SENTENCE`.
    Sentence,
    /// `~` and its distance, directly after a quote or a bracket.
    Tilde(&'a str),
    /// `!`, `++` or `+` directly before a word or quote.
    Exact {
        any_case: bool,
    },
    /// The name of a field; its colon belongs to the span.
    Field(&'a str),
    /// What stands between the brackets of `[1 TO 5]`, directly after a field.
    Range(&'a str),
    /// What stands between quotes.
    Quoted {
        text: &'a str,
        curly: bool,
    },
    /// What stands between curly brackets: `{BT}`.
    Braced(&'a str),
    /// Anything else without spaces.
    Word(&'a str),
    /// `/* note */` or `<<<note>>>`.
    Comment,
}

/// A lexeme and its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexed<'a> {
    pub(crate) lexeme: Lexeme<'a>,
    pub(crate) at: Span,
}

/// Something wrong, and the bytes where.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: Span,
    pub(crate) problem: Problem,
}

pub(crate) type Read<T> = Result<T, Fault>;

/// Cuts `text`. Where that fails, the lexemes before the fault are still given.
pub(crate) fn lex(text: &str) -> (Vec<Lexed<'_>>, Read<()>) {
    let mut lexer = Lexer { text, at: 0, found: Vec::new() };
    while let Some(c) = lexer.rest().chars().next() {
        if let Err(fault) = lexer.next(c) {
            return (lexer.found, Err(fault));
        }
    }
    (lexer.found, Ok(()))
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

    fn next(&mut self, c: char) -> Read<()> {
        let rest = self.rest();
        if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if rest.starts_with("/*") {
            self.comment("/*", "*/")?;
        } else if rest.starts_with("<<<") {
            self.comment("<<<", ">>>")?;
        } else if c == '(' {
            self.push(Lexeme::Open, 1);
        } else if c == ')' {
            self.push(Lexeme::Close, 1);
        } else if is_quote(c) {
            self.quoted(c)?;
        } else if let Some(inner) = bracketed(rest).filter(|_| self.after(is_field)) {
            self.push(Lexeme::Range(inner), inner.len() + 2);
        } else if let Some(inner) = braced(rest) {
            self.push(Lexeme::Braced(inner), inner.len() + 2);
        } else if c == '-' && self.at_gap() && rest.chars().nth(1).is_some_and(begins_item) {
            self.push(Lexeme::Minus, 1);
        } else if c == '~' && self.after(takes_tilde) {
            let distance = rest.get(1..).map(until_gap).unwrap_or_default();
            self.push(Lexeme::Tilde(distance), distance.len() + 1);
        } else {
            self.word(rest);
        }
        Ok(())
    }

    fn push(&mut self, lexeme: Lexeme<'a>, length: usize) {
        self.found.push(Lexed { lexeme, at: span(self.at, self.at + length) });
        self.at += length;
    }

    /// Whether the lexeme that ends directly before this place is such a one.
    fn after(&self, such: fn(Lexeme<'_>) -> bool) -> bool {
        let here = span(self.at, self.at).start;
        self.found.last().is_some_and(|last| last.at.end == here && such(last.lexeme))
    }

    /// Whether white space, an opening bracket or nothing stands before this place.
    fn at_gap(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || c == '(') || self.after(is_comment)
    }

    fn comment(&mut self, open: &str, close: &str) -> Read<()> {
        let end = self.rest().get(open.len()..).and_then(|rest| rest.find(close));
        let Some(end) = end else {
            let at = span(self.at, self.text.len());
            return Err(Fault { at, problem: Problem::UnclosedComment { open: 0 } });
        };
        self.push(Lexeme::Comment, open.len() + end + close.len());
        Ok(())
    }

    fn quoted(&mut self, open: char) -> Read<()> {
        let inside = self.rest().get(open.len_utf8()..).unwrap_or_default();
        let curly = open != '"';
        let end = inside.find(|c| if curly { is_quote(c) } else { c == '"' });
        let Some((end, text)) = end.and_then(|end| Some((end, inside.get(..end)?))) else {
            let at = span(self.at, self.text.len());
            return Err(Fault { at, problem: Problem::UnclosedQuote { open: 0 } });
        };
        let close =
            inside.get(end..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8);
        self.push(Lexeme::Quoted { text, curly }, open.len_utf8() + end + close);
        Ok(())
    }
}

/// `1 TO 5` of `[1 TO 5]`. The look ahead is short, so that reading stays linear.
fn bracketed(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('[')?;
    let (end, _) = inside.char_indices().take(LONGEST_RANGE).find(|(_, c)| *c == ']')?;
    inside.get(..end)
}

/// `BT` of `{BT}`.
fn braced(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('{')?;
    let (end, _) = inside.char_indices().take(LONGEST_RANGE).find(|(_, c)| *c == '}')?;
    inside.get(..end).filter(|inner| !inner.contains(is_quote))
}

/// The text up to white space, a bracket, a quote or a comment.
fn until_gap(rest: &str) -> &str {
    let gap = |(at, c): &(usize, char)| {
        c.is_whitespace()
            || matches!(c, '(' | ')')
            || is_quote(*c)
            || (matches!(c, '/' | '<')
                && rest.get(*at..).is_some_and(|r| r.starts_with("/*") || r.starts_with("<<<")))
    };
    rest.char_indices().find(gap).and_then(|(end, _)| rest.get(..end)).unwrap_or(rest)
}

/// Straight quotes, and the others that word processors put in their place.
pub(crate) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}'..='\u{201F}' | '«' | '»')
}

fn begins_item(c: char) -> bool {
    !c.is_whitespace() && c != ')'
}

const fn is_field(lexeme: Lexeme<'_>) -> bool {
    matches!(lexeme, Lexeme::Field(_))
}

const fn is_comment(lexeme: Lexeme<'_>) -> bool {
    matches!(lexeme, Lexeme::Comment)
}

const fn takes_tilde(lexeme: Lexeme<'_>) -> bool {
    matches!(lexeme, Lexeme::Close | Lexeme::Quoted { .. })
}
