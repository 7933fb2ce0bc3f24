//! What can go wrong, and what to do next.

use crate::Finding;

/// The organization's settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A pattern is no regular expression.
    #[error(
        "the pattern \"{name}\" is not a regular expression: {reason}. Correct it and save again"
    )]
    BadPattern {
        /// Name of the pattern.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A pattern would match everything, or nothing at all.
    #[error(
        "the pattern \"{name}\" also matches an empty text. Say what must stand there, such as [A-Z]{{2}}-\\d{{6}}"
    )]
    MatchesNothing {
        /// Name of the pattern.
        name: String,
    },
    /// A pattern without a name.
    #[error(
        "the pattern \"{pattern}\" has no name. Give it one that agents understand, such as \"order number\""
    )]
    NoName {
        /// The pattern.
        pattern: String,
    },
}

/// The guard cannot be overruled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// The person may not do that.
    #[error("you may not overrule the guard. Ask a supervisor, or send it privately")]
    NotPermitted,
    /// The reason is missing or too short.
    #[error("give a reason of at least {min} characters")]
    ReasonTooShort {
        /// How many characters are needed.
        min: usize,
    },
    /// Cards, bank accounts and credentials are never public.
    #[error(
        "card numbers, bank accounts and credentials can never be public. Take them out, or send it privately"
    )]
    NeverPublic(Vec<Finding>),
}

/// A stored text may not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecheckError {
    /// The text is not the one that was checked.
    #[error("the text changed after it was checked. Check it again before it is sent")]
    DigestDiffers,
    /// Today's rules, record or notes find what nobody overruled.
    #[error(
        "the guard now finds private information. Take it out, or ask a permitted person for a reason"
    )]
    Found(Vec<Finding>),
}
