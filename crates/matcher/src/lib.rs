#![doc = include_str!("../README.md")]

mod anchor;
mod ast;
mod document;
mod error;
mod evaluate;
mod lexer;
mod listener_set;
mod parser;
mod print;
mod query;
mod search_terms;
mod warning;

pub use ast::{Leaf, Node, NumberRange, Sigil, WordTest};
pub use document::PostView;
pub use error::{Problem, QueryError, Side};
pub use listener_set::{Listener, ListenerSet};
pub use query::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, Query};
pub use search_terms::{SearchTerm, SearchTerms};
pub use warning::{Caution, Warning};
