//! Reads lexemes into a tree, by the precedence of the language: brackets, fields and quotes, then
//! `~` and NEAR, then NOT, then AND, then OR.
//!
//! Open brackets wait on a stack of our own, so that no text can exhaust that of the thread.

mod check;
mod exact;
mod fields;
mod frame;
mod names;
mod number;
mod together;
mod value;
mod words;

use earshot_model::Span;

pub use self::names::{NameBook, Names, NoNames, name_key};

use self::fields::Field;
use self::frame::{Frame, Item};
pub(crate) use self::names::Reading;
use crate::ast::Node;
use crate::error::Problem;
use crate::lexer::{Fault, Lexed, Lexeme, Read, lex, span};
use crate::warning::{Caution, Warning};

pub(crate) use self::check::{contradictions, looks_for};

/// A text that was read.
pub(crate) struct Parsed {
    pub(crate) node: Node,
    /// Where each leaf or name stands, in the order of the text.
    pub(crate) places: Vec<Span>,
    pub(crate) warnings: Vec<Warning>,
    /// How many words and values it has, with those of what it names.
    pub(crate) terms: usize,
}

/// Reads a text that may name what `reading` knows.
pub(crate) fn parse(text: &str, reading: &mut Reading<'_>) -> Read<Parsed> {
    let (lexed, lexing) = lex(text);
    lexing?;
    let lexed = lexed.into_iter().filter(|l| l.lexeme != Lexeme::Comment).collect();
    let mut parser = Parser {
        text,
        lexed,
        at: 0,
        frames: vec![Frame::new(span(0, 0), None, 0)],
        places: Vec::new(),
        warnings: Vec::new(),
        terms: 0,
        reading,
    };
    let node = parser.query()?;
    let Parser { places, warnings, terms, .. } = parser;
    Ok(Parsed { node, places, warnings, terms })
}

struct Parser<'a, 'r, 'n> {
    text: &'a str,
    lexed: Vec<Lexed<'a>>,
    at: usize,
    /// Brackets that are open; the first is the whole query.
    frames: Vec<Frame>,
    places: Vec<Span>,
    warnings: Vec<Warning>,
    terms: usize,
    reading: &'r mut Reading<'n>,
}

impl<'a> Parser<'a, '_, '_> {
    fn query(&mut self) -> Read<Node> {
        if self.lexed.is_empty() {
            return Err(Fault { at: span(0, self.text.len()), problem: Problem::Empty });
        }
        while let Some(next) = self.take() {
            self.step(next)?;
        }
        let whole = self.close_frame(None)?;
        if !self.frames.is_empty() {
            let problem = Problem::MissingClose { open: 0 };
            return Err(Fault { at: whole.at, problem });
        }
        Ok(whole.node)
    }

    fn step(&mut self, next: Lexed<'a>) -> Read<()> {
        let at = next.at;
        match next.lexeme {
            Lexeme::Open => self.open(at, None),
            Lexeme::Close => self.close(at),
            Lexeme::And => self.join("AND", at),
            Lexeme::Or => self.join("OR", at),
            Lexeme::Not => self.negate("NOT", at),
            Lexeme::Minus => self.negate("-", at),
            Lexeme::Near { ordered, distance } => {
                let reach =
                    number::reach(ordered, distance).map_err(|p| Fault { at, problem: p })?;
                self.near("NEAR", reach, at)
            }
            Lexeme::Sentence => self.near("WITHIN SENTENCE", crate::ast::Reach::Sentence, at),
            Lexeme::Field(name) => self.field(name, at),
            Lexeme::Exact { any_case } => self.exact_sign(any_case, at),
            Lexeme::Braced(text) => self.exact(text, false, at),
            Lexeme::Quoted { text, curly } => self.quoted(text, curly, at),
            Lexeme::Word(text) => self.bare(text, at),
            Lexeme::Tilde(_) => Err(Fault { at, problem: Problem::TildeAfterWord }),
            Lexeme::Range(_) => {
                Err(Fault { at, problem: Problem::NotANumber { field: "followers" } })
            }
            Lexeme::Comment => Ok(()),
        }
    }

    fn peek(&self) -> Option<Lexed<'a>> {
        self.lexed.get(self.at).copied()
    }

    fn take(&mut self) -> Option<Lexed<'a>> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// The next lexeme, where it follows directly.
    fn glued(&self, to: Span) -> Option<Lexed<'a>> {
        self.peek().filter(|next| next.at.start == to.end)
    }

    fn warn(&mut self, at: Span, caution: Caution) {
        self.warnings.push(Warning::new(self.text, at, caution));
    }

    /// The field in whose brackets we are.
    fn inside(&self) -> Option<Field> {
        self.frames.last().and_then(|frame| frame.field)
    }

    /// What stands between quotes, outside of a field or in the brackets of one.
    fn quoted(&mut self, text: &'a str, curly: bool, at: Span) -> Read<()> {
        if curly && !self.warnings.iter().any(|w| w.caution == Caution::CurlyQuotes) {
            self.warn(at, Caution::CurlyQuotes);
        }
        if let Some(field) = self.inside() {
            return self.value(field, text, at, at);
        }
        let inner = self.inner(text, at);
        if let Some(tilde) = self.glued(at)
            && let Lexeme::Tilde(distance) = tilde.lexeme
        {
            self.at += 1;
            return self.words_together(text, inner, distance, at, tilde.at);
        }
        let tests = self.phrase(text, inner)?;
        self.leaf(crate::ast::Leaf::Words(tests), at)
    }

    /// A word without quotes.
    fn bare(&mut self, text: &'a str, at: Span) -> Read<()> {
        if let Some(field) = self.inside() {
            return self.values(field, text, at);
        }
        if words::is_lower_operator(text) {
            self.warn(at, Caution::LowerCaseOperator { word: text.to_owned() });
        }
        if words::has_tilde(text) {
            return Err(Fault { at, problem: Problem::TildeAfterWord });
        }
        let tests = self.phrase(text, at)?;
        let told = |w: &Warning| matches!(w.caution, Caution::AccentsIgnored { .. });
        if let Some(read_as) = words::without_accents(text)
            && !self.warnings.iter().any(told)
        {
            self.warn(at, Caution::AccentsIgnored { word: text.to_owned(), read_as });
        }
        self.leaf(crate::ast::Leaf::Words(tests), at)
    }

    /// Where the text between the quotes at `at` begins and ends.
    fn inner(&self, text: &str, at: Span) -> Span {
        let quote = self.text.get(usize::try_from(at.start).unwrap_or(usize::MAX)..);
        let width = quote.and_then(|quote| quote.chars().next()).map_or(0, char::len_utf8);
        let start = usize::try_from(at.start).unwrap_or(usize::MAX) + width;
        span(start, start + text.len())
    }

    /// Adds one test.
    fn leaf(&mut self, leaf: crate::ast::Leaf, at: Span) -> Read<()> {
        self.terms += leaf.terms();
        self.places.push(at);
        self.operand(Item { node: Node::Leaf(leaf), at, depth: 0 })
    }
}
