//! What can be wrong with a line.

use crate::ConditionError;

/// A line that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number} \"{name}\": {error}")]
pub struct LineError {
    /// The line's number.
    pub number: i64,
    /// The line's name.
    pub name: String,
    /// What is wrong with its condition, and where.
    pub error: ConditionError,
}
