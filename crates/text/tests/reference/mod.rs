//! The definition once more, as slowly and plainly as it can be said, for `agreement.rs`.
//!
//! It shares no code and no table with the tokenizer: it asks ICU4X at run time, character by
//! character, where the tokenizer has tables made from the same data at build time. It folds a word
//! as a whole, where the tokenizer folds each character. What both have in common is Unicode's data
//! and the lists that the README states: plain letters, apostrophes, ends of addresses,
//! abbreviations.

mod folding;
mod nature;
mod reading;
mod sentence;

pub(crate) use reading::read;

/// A token as the reference sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) form: String,
    pub(crate) base: Option<String>,
    pub(crate) parts: Vec<String>,
    pub(crate) sentence: u32,
}
