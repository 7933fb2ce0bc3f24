//! Reading conversations of the past: the pure half, from a file's lines to conversations in order.
//!
//! [`tsv`] reads the lines of the set "Customer Support on Twitter", [`threads`] puts them back
//! together. Both hold no database: the same file gives the same conversations, in the same order.

pub mod threads;
pub mod tsv;

use std::fmt;

/// What an import did. `read` is `new`, `duplicate` and `broken` together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Records in the file, without its header and without empty lines.
    pub read: u64,
    /// Posts that were not there before.
    pub new: u64,
    /// Posts that were there before, or stood in the file twice.
    pub duplicate: u64,
    /// Records that could not be read.
    pub broken: u64,
    /// Conversations that the posts stand in.
    pub threads: u64,
    /// Cases that were opened.
    pub cases: u64,
}

/// The line for machines: `read=5000 new=5000 duplicate=0 broken=0 threads=1312 cases=1290`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, new, duplicate, broken, threads, cases } = self;
        write!(
            f,
            "read={read} new={new} duplicate={duplicate} broken={broken} threads={threads} cases={cases}"
        )
    }
}
