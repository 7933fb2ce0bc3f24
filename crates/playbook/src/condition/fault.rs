//! What can be wrong with a condition.

use std::ops::Range;

/// Something wrong with a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct ConditionError {
    /// The bytes of the condition that are wrong.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub fault: Fault,
}

/// What is wrong with a condition, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The condition is empty.
    #[error("the condition is empty; write `true` for a line that always holds")]
    Empty,
    /// The condition is too long.
    #[error("the condition has {bytes} bytes; at most {most} are allowed, so split the line")]
    TooLong {
        /// What it has.
        bytes: usize,
        /// The most that is allowed.
        most: usize,
    },
    /// The condition nests too deep.
    #[error("the condition nests too deep; split the line")]
    TooDeep,
    /// The condition is not CEL.
    #[error("the condition cannot be read here: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// The machine has no room for a thread that parses.
    #[error("the condition could not be read now ({message}); try again")]
    NoThread {
        /// What the system says.
        message: String,
    },
    /// The condition names something that does not exist.
    #[error("unknown name `{name}`{hint}")]
    UnknownName {
        /// The name.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// The condition calls a function that does not exist.
    #[error(
        "unknown function `{name}`{hint}; there are contains, startsWith, endsWith, matches, size, \
         exists, all, exists_one, int and double"
    )]
    UnknownFunction {
        /// The name.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// A field is compared with a word that it can never be.
    #[error("`{field}` is never \"{word}\"{hint}; it is one of {known}")]
    UnknownWord {
        /// The field.
        field: String,
        /// The word it is compared with.
        word: String,
        /// What may have been meant.
        hint: String,
        /// The words that it can be.
        known: String,
    },
    /// Something has the wrong shape.
    #[error("{wanted} belongs here, and this is {found}")]
    Shape {
        /// What belongs there.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A part of CEL that playbooks do not have.
    #[error("{what} cannot be used in a playbook; {instead}")]
    Unsupported {
        /// Which part.
        what: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
    /// A pattern that cannot be read, or is too large.
    #[error("the pattern cannot be used: {message}")]
    Pattern {
        /// Why.
        message: String,
    },
    /// A calculation that always fails.
    #[error("this always fails: {message}")]
    AlwaysFails {
        /// Why.
        message: String,
    },
    /// The condition could take too long.
    #[error(
        "the condition may take {steps} steps for one post, at most {most} are allowed: {dearest} \
         takes {part} of them. Split the line, or look for fewer things inside a loop"
    )]
    TooCostly {
        /// What it may take.
        steps: u64,
        /// The most that is allowed.
        most: u64,
        /// Its dearest part, as written.
        dearest: String,
        /// What that takes.
        part: u64,
    },
}
