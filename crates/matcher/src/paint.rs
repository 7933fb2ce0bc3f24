//! The pieces of a query's text and what each is, for an editor to colour.

use earshot_model::Span;

use crate::lexer::{Lexed, Lexeme, lex};

/// What a piece of a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// `AND`, `OR`, `NEAR/5`, `WITHIN SENTENCE`, `~5`.
    Operator,
    /// `NOT`, `-`.
    Not,
    /// `(` and `)`.
    Bracket,
    /// The name of a field with its colon, and signs such as `!`.
    Field,
    /// The value of a field.
    Value,
    /// What stands in quotes.
    Text,
    /// A plain word.
    Word,
    /// A `#tag`, an `@name` or a `$TICK`.
    Tag,
    /// A comment.
    Comment,
    /// What cannot be read, up to the end.
    Fault,
}

impl Class {
    /// A short name in lower case, for style sheets.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operator => "op",
            Self::Not => "not",
            Self::Bracket => "par",
            Self::Field => "field",
            Self::Value => "value",
            Self::Text => "str",
            Self::Word => "word",
            Self::Tag => "tag",
            Self::Comment => "note",
            Self::Fault => "bad",
        }
    }
}

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Painted {
    /// Its bytes. Pieces are in order and do not overlap; white space lies between them.
    pub at: Span,
    /// What it is.
    pub class: Class,
}

/// Cuts any text into the pieces that the parser sees, even where it is no query.
#[must_use]
pub fn paint(text: &str) -> Vec<Painted> {
    let (lexed, fault) = lex(text);
    let mut painted = Vec::with_capacity(lexed.len());
    // The brackets that are open: whether each belongs to a field.
    let mut groups: Vec<bool> = Vec::new();
    let mut field: Option<Span> = None;
    for Lexed { lexeme, at } in lexed {
        let valued = field.is_some_and(|field| field.end == at.start);
        let inside = groups.last().copied().unwrap_or(false);
        match lexeme {
            Lexeme::Open => groups.push(valued || inside),
            Lexeme::Close => {
                groups.pop();
            }
            _ => {}
        }
        painted.push(Painted { at, class: class(lexeme, valued || inside) });
        field = matches!(lexeme, Lexeme::Field(_)).then_some(at);
    }
    if let Err(fault) = fault {
        painted.push(Painted { at: fault.at, class: Class::Fault });
    }
    painted
}

fn class(lexeme: Lexeme<'_>, valued: bool) -> Class {
    match lexeme {
        Lexeme::Open | Lexeme::Close => Class::Bracket,
        Lexeme::And | Lexeme::Or | Lexeme::Near { .. } | Lexeme::Sentence | Lexeme::Tilde(_) => {
            Class::Operator
        }
        Lexeme::Not | Lexeme::Minus => Class::Not,
        Lexeme::Field(_) | Lexeme::Exact { .. } => Class::Field,
        Lexeme::Range(_) => Class::Value,
        Lexeme::Word(_) if valued => Class::Value,
        Lexeme::Quoted { .. } | Lexeme::Braced(_) => Class::Text,
        Lexeme::Word(word) if word.starts_with(['#', '@', '$']) => Class::Tag,
        Lexeme::Word(_) => Class::Word,
        Lexeme::Comment => Class::Comment,
    }
}
