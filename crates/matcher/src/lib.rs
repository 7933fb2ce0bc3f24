#![doc = include_str!("../README.md")]

mod ast;
mod document;
mod engine;
mod error;
mod evaluate;
mod explain;
mod first_pass;
mod kept;
mod lexer;
mod listener_set;
mod paint;
mod parser;
mod post_view;
mod print;
mod query;
mod search_terms;
mod warning;
mod within;

pub use ast::{
    Glob, GlobPiece, HandleRole, Leaf, LinkScope, MAX_DISTANCE, MAX_PAIRS, MAX_SPANS, Named,
    NamedKind, Near, Node, NumberField, NumberRange, Pattern, Raw, RawToken, Reach, Sigil, Slop,
    TextField, Trait, UrlTest, VerdictTest, WordTest,
};
pub use engine::{Effort, Engine, Frequencies, Hit, Scratch};
pub use error::{Problem, QueryError, Repair, Side};
pub use evaluate::MAX_MARKS;
pub use explain::{Anchor, Cost, Explanation, Line, LineKind, NoSample, Sample, Shares};
pub use listener_set::{Listener, ListenerSet};
pub use paint::{Class, Painted, paint};
pub use parser::{NameBook, Names, NoNames, name_key};
pub use post_view::{Mark, Marks, PostView};
pub use query::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, Query};
pub use search_terms::{SearchTerm, SearchTerms};
pub use warning::{Caution, Warning};
