//! What can be wrong with a line.

/// A line that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number} \"{name}\": {fault}")]
pub struct LineError {
    /// The line's number.
    pub number: i64,
    /// The line's name.
    pub name: String,
    /// What is wrong.
    pub fault: LineFault,
}

/// What is wrong with a line, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Another line has the same number.
    #[error("another line has this number; give each line its own")]
    SameNumber,
    /// There are more lines than a playbook may hold.
    #[error("a playbook holds at most {most} lines; remove some")]
    TooManyLines {
        /// The most that is allowed.
        most: usize,
    },
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
    /// The condition nests too deep, or loops inside a loop.
    #[error("the condition nests too deep; split the line")]
    TooDeep,
    /// The condition is not CEL.
    #[error("the condition cannot be read: {message}")]
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
    /// The condition names a variable that does not exist.
    #[error("unknown variable `{name}`; known are {known}")]
    UnknownVariable {
        /// The name.
        name: String,
        /// All names that exist.
        known: String,
    },
    /// The condition calls a function that does not exist.
    #[error("unknown function `{name}`")]
    UnknownFunction {
        /// The name.
        name: String,
    },
    /// A variable is compared with a word that it can never be.
    #[error("`{variable}` is never \"{word}\"; it is one of {known}")]
    UnknownWord {
        /// The variable.
        variable: String,
        /// The word it is compared with.
        word: String,
        /// The words that it can be.
        known: String,
    },
    /// The condition does not give yes or no.
    #[error("the condition must give yes or no: {message}")]
    NotABool {
        /// What came instead.
        message: String,
    },
}
