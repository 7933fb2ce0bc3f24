//! What can be wrong with a query: where, why, and what to do about it.

mod fix;
mod problem;

use earshot_model::Span;

pub(crate) use problem::MAX_NAMES;
pub use problem::{Problem, Side};

use crate::lexer::Fault;

/// A query that cannot be read. `Display` gives reason and position; [`QueryError::fix`] says the
/// way out, [`QueryError::repair`] takes it where one is certain enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the query that are at fault.
    pub at: Span,
    /// The character at which a caret belongs, counted from 0.
    pub position: u32,
    /// What is wrong with them.
    pub problem: Problem,
    /// What could be written instead.
    pub repair: Option<Box<Repair>>,
}

/// A change of the query's text that would remove one error or remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The bytes to replace; empty to insert.
    pub at: Span,
    /// What to write there.
    pub text: String,
}

impl Repair {
    /// The query with the change made.
    #[must_use]
    pub fn apply(&self, query: &str) -> String {
        let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
        let before = query.get(..at(self.at.start)).unwrap_or(query);
        let after = query.get(at(self.at.end)..).unwrap_or_default();
        format!("{before}{}{after}", self.text)
    }
}

impl QueryError {
    /// The error that a fault in `text` is.
    pub(crate) fn new(text: &str, fault: Fault) -> Self {
        let Fault { at, mut problem } = fault;
        let position = characters(text, at.start);
        problem.point_at(position);
        let repair = fix::repair(text, at, &problem).map(Box::new);
        Self { at, position, problem, repair }
    }

    /// What is wrong, in plain words.
    #[must_use]
    pub fn reason(&self) -> String {
        self.problem.to_string()
    }

    /// What the writer can do, as one short sentence.
    #[must_use]
    pub fn fix(&self) -> String {
        self.problem.fix()
    }
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.problem.fmt(f)?;
        if self.problem.says_where() { Ok(()) } else { write!(f, " (at {})", self.position) }
    }
}

impl std::error::Error for QueryError {}

/// How many characters stand before a byte of `text`.
pub(crate) fn characters(text: &str, byte: u32) -> u32 {
    let before = usize::try_from(byte).ok().and_then(|byte| text.get(..byte)).unwrap_or(text);
    u32::try_from(before.chars().count()).unwrap_or(u32::MAX)
}
