//! Reads lexemes into a tree, by the precedence of the README: NOT, then AND, then OR.

mod field;
mod words;

use earshot_model::Span;

use self::field::Field;
use crate::ast::Node;
use crate::error::{Problem, QueryError, Side};
use crate::lexer::{Lexed, Lexeme, span};
use crate::query::MAX_DEPTH;
use crate::warning::{Caution, Warning};

/// Longest reading that a warning repeats, in characters.
const LONGEST_READING: usize = 300;

/// Reads lexemes one after the other. Recursion is bounded by [`MAX_DEPTH`].
pub(crate) struct Parser<'a, 'w> {
    lexed: &'a [Lexed<'a>],
    at: usize,
    depth: usize,
    /// The field whose brackets we are in.
    field: Option<Field>,
    /// How many words and values were read.
    pub(crate) terms: usize,
    warnings: &'w mut Vec<Warning>,
}

impl<'a, 'w> Parser<'a, 'w> {
    pub(crate) fn new(lexed: &'a [Lexed<'a>], warnings: &'w mut Vec<Warning>) -> Self {
        Self { lexed, at: 0, depth: 0, field: None, terms: 0, warnings }
    }

    /// Reads the whole query.
    pub(crate) fn query(&mut self) -> Result<Node, QueryError> {
        if self.lexed.is_empty() {
            return Err(QueryError { at: span(0, 0), problem: Problem::Empty });
        }
        let node = self.or()?;
        match self.peek() {
            None => Ok(node),
            Some(stray) => Err(QueryError { at: stray.at, problem: Problem::StrayClose }),
        }
    }

    fn peek(&self) -> Option<Lexed<'a>> {
        self.lexed.get(self.at).copied()
    }

    /// The place of the next lexeme, or the end.
    fn here(&self) -> Span {
        let end = self.before();
        self.peek().map_or(Span { start: end.end, end: end.end }, |next| next.at)
    }

    /// The place of the lexeme that was read last.
    fn before(&self) -> Span {
        let last = self.at.checked_sub(1).and_then(|last| self.lexed.get(last));
        last.map_or(span(0, 0), |last| last.at)
    }

    fn take(&mut self, lexeme: Lexeme<'_>) -> Option<Span> {
        let next = self.peek().filter(|next| next.lexeme == lexeme)?;
        self.at += 1;
        Some(next.at)
    }

    fn or(&mut self) -> Result<Node, QueryError> {
        let start = self.here().start;
        let (first, mut mixed) = self.and()?;
        let mut nodes = vec![first];
        while let Some(or) = self.take(Lexeme::Or) {
            self.needs_item("OR", or)?;
            let (node, several) = self.and()?;
            mixed |= several;
            nodes.push(node);
        }
        let mixed = mixed && nodes.len() > 1;
        let at = Span { start, end: self.before().end };
        let node = Node::any(nodes).ok_or(QueryError { at, problem: Problem::Empty })?;
        if mixed {
            let reading = shorten(&node.to_string());
            self.warnings.push(Warning { at, caution: Caution::MixedOperators { reading } });
        }
        Ok(node)
    }

    /// Items with AND or nothing between them; says whether there are several.
    fn and(&mut self) -> Result<(Node, bool), QueryError> {
        let start = self.here();
        let mut nodes = vec![self.not()?];
        loop {
            if let Some(and) = self.take(Lexeme::And) {
                self.needs_item("AND", and)?;
            } else if !self.peek().is_some_and(|next| begins_item(next.lexeme)) {
                break;
            }
            nodes.push(self.not()?);
        }
        let several = nodes.len() > 1;
        let node = Node::all(nodes).ok_or(QueryError { at: start, problem: Problem::Empty })?;
        Ok((node, several))
    }

    fn not(&mut self) -> Result<Node, QueryError> {
        let mut negated = false;
        loop {
            let (name, lexeme) = match self.peek().map(|next| next.lexeme) {
                Some(Lexeme::Not) => ("NOT", Lexeme::Not),
                Some(Lexeme::Minus) => ("-", Lexeme::Minus),
                _ => break,
            };
            if let Some(at) = self.take(lexeme) {
                self.needs_item(name, at)?;
            }
            negated = !negated;
        }
        let node = self.unary()?;
        Ok(if negated { node.negate() } else { node })
    }

    fn unary(&mut self) -> Result<Node, QueryError> {
        let Some(next) = self.peek() else {
            return Err(QueryError { at: self.here(), problem: Problem::Empty });
        };
        let nothing_left = |operator| Problem::NothingBeside { operator, side: Side::Left };
        let problem = match next.lexeme {
            Lexeme::Open => return self.group(),
            Lexeme::Field(name) => return self.field(name, next.at),
            Lexeme::Word(text) => return self.word(text, next.at),
            Lexeme::Quoted(text) => return self.phrase(text, next.at),
            Lexeme::And => nothing_left("AND"),
            Lexeme::Or => nothing_left("OR"),
            Lexeme::Not | Lexeme::Minus | Lexeme::Close => Problem::StrayClose,
            Lexeme::Range(_) => Problem::NotANumber,
        };
        Err(QueryError { at: next.at, problem })
    }

    /// A group in brackets.
    fn group(&mut self) -> Result<Node, QueryError> {
        let Some(open) = self.take(Lexeme::Open) else {
            return Err(QueryError { at: self.here(), problem: Problem::Empty });
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(QueryError { at: open, problem: Problem::TooDeep });
        }
        if let Some(close) = self.take(Lexeme::Close) {
            let at = Span { start: open.start, end: close.end };
            return Err(QueryError { at, problem: Problem::EmptyBrackets });
        }
        if self.peek().is_none() {
            return Err(missing_close(open));
        }
        let node = self.or()?;
        self.take(Lexeme::Close).ok_or_else(|| missing_close(open))?;
        self.depth -= 1;
        Ok(node)
    }

    /// An operator that was just read needs something after it.
    fn needs_item(&self, operator: &'static str, at: Span) -> Result<(), QueryError> {
        if self.peek().is_some_and(|next| begins_item(next.lexeme)) {
            return Ok(());
        }
        let problem = Problem::NothingBeside { operator, side: Side::Right };
        Err(QueryError { at, problem })
    }
}

fn missing_close(open: Span) -> QueryError {
    QueryError { at: open, problem: Problem::MissingClose { open: open.start } }
}

const fn begins_item(lexeme: Lexeme<'_>) -> bool {
    !matches!(lexeme, Lexeme::And | Lexeme::Or | Lexeme::Close)
}

fn shorten(reading: &str) -> String {
    if reading.chars().count() <= LONGEST_READING {
        return reading.to_owned();
    }
    reading.chars().take(LONGEST_READING).chain("...".chars()).collect()
}
