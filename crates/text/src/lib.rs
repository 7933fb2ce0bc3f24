#![doc = include_str!("../README.md")]

mod class;
mod fold;
mod hash;
mod hashtags;
mod highlight;
mod scan;
mod search;
mod simd;
mod token;
mod tokens;

pub use fold::{Folder, fold};
pub use hash::hash;
pub use hashtags::hashtags;
pub use highlight::{Segment, highlight};
pub use scan::{tokenize, tokenize_address};
pub use search::search_tokens;
pub use simd::Path;
pub use token::{Parts, Token, TokenKind, TokenRef, UrlParts};
pub use tokens::Tokens;

/// The version of the definition in the README. It is stored with whatever was derived from
/// tokens, such as a search index, and grows with every change of what a text is split into.
pub const VERSION: u32 = 2;
