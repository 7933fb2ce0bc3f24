//! What can go wrong when somebody works.

/// An error of what agents do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such thing, or this agent may not know of it.
    #[error("there is no such {0} here, or you may not see it")]
    NotFound(&'static str),
    /// The agent sees it but may not do this.
    #[error("you may not do this: it needs the permission {0}. Ask an administrator")]
    Forbidden(earshot_model::Permission),
    /// What was typed into a field cannot be used.
    #[error("{field}: {problem}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] earshot_store::Error),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
