//! What is wrong with a file, and where.

use std::fmt::Write as _;
use std::ops::Range;

/// Something wrong at a place in a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The bytes that are wrong.
    pub at: Range<usize>,
    /// What is wrong with them, and what to do.
    pub message: String,
}

impl Problem {
    /// A problem at these bytes.
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    /// Line and column, in characters, from 1.
    #[must_use]
    pub fn position(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.at.start.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        (line, column)
    }

    /// The problem with its place, the line that it stands in, and a mark under the characters:
    ///
    /// ```text
    /// playbook.toml:12:9: unknown name `sentimant`; did you mean "sentiment"?
    ///   12 | when = 'sentimant == "negative"'
    ///      |         ^^^^^^^^^
    /// ```
    #[must_use]
    pub fn render(&self, file: &str, text: &str) -> String {
        let (line, column) = self.position(text);
        let source = text.lines().nth(line - 1).unwrap_or_default();
        let bad = text.get(self.at.clone()).unwrap_or_default();
        let width = bad.lines().next().unwrap_or_default().chars().count().max(1);
        let gutter = line.to_string();
        let space: String =
            source.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let mut out = format!("{file}:{line}:{column}: {}\n", self.message);
        let _written = writeln!(out, "  {gutter} | {source}");
        let _written =
            writeln!(out, "  {} | {space}{}", " ".repeat(gutter.len()), "^".repeat(width));
        out
    }
}
