//! What can go wrong when somebody works.

use earshot_channels::Fault;
use earshot_matcher::QueryError;
use earshot_model::Permission;

/// An error of what agents do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such thing, or this agent may not know of it.
    #[error("there is no such {0} here, or you may not see it")]
    NotFound(&'static str),
    /// The agent sees it but may not do this.
    #[error("you may not do this: it needs the permission {0}. Ask an administrator")]
    Forbidden(Permission),
    /// What was typed into a field cannot be used.
    #[error("{field}: {problem}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A listener's query cannot be read.
    #[error("query: {0}. {fix}", fix = .0.fix())]
    Query(QueryError),
    /// Something has to be done before a case may be closed.
    #[error("{0}")]
    Open(earshot_route::CloseRefusal),
    /// Something cannot be done with the draft of the playbook.
    #[error("{0}")]
    Playbook(Box<crate::playbook::Refusal>),
    /// Address and password do not fit. It does not say which of them is wrong.
    #[error("this address and password do not fit. Check both and try again")]
    BadLogin,
    /// Too many logins were refused.
    #[error("too many refused logins: try again in {seconds} seconds")]
    TooManyLogins {
        /// When the next try is allowed, from now.
        seconds: i64,
    },
    /// The same thing is there already.
    #[error("{field} is taken: choose another")]
    Taken {
        /// Which field.
        field: &'static str,
    },
    /// Others still use it.
    #[error("it is used by {by}: take it out of them first")]
    InUse {
        /// Their names.
        by: String,
    },
    /// What is asked for touches somebody whose data is under legal hold.
    #[error("a legal hold is in force on this person: lift it first")]
    Held,
    /// Hashing a password failed.
    #[error("the password could not be hashed: {0}. Free memory and try again")]
    Hashing(String),
    /// A secret could not be sealed.
    #[error("the secret cannot be sealed: {0}. Check the key file and its folder")]
    Sealing(String),
    /// A channel did not do what it was asked.
    #[error("{0}")]
    Channel(#[from] Fault),
    /// The database.
    #[error("{0}")]
    Store(#[source] earshot_store::Error),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<earshot_store::Error> for Error {
    fn from(error: earshot_store::Error) -> Self {
        match error {
            earshot_store::Error::NotFound(what) => Self::NotFound(what),
            earshot_store::Error::Held => Self::Held,
            other => Self::Store(other),
        }
    }
}

impl From<crate::playbook::Refusal> for Error {
    fn from(refusal: crate::playbook::Refusal) -> Self {
        Self::Playbook(Box::new(refusal))
    }
}

impl Error {
    /// Whether the same again may go well in a moment: the database was busy or away.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        use earshot_store::Error::{Busy, Closed, Unreachable};
        matches!(self, Self::Store(Busy | Closed | Unreachable(_)))
    }

    pub(crate) fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid { field, problem: problem.into() }
    }

    /// A taken key, told as this field; anything else as it is.
    pub(crate) fn taken(field: &'static str) -> impl Fn(earshot_store::Error) -> Self {
        move |error| match error {
            earshot_store::Error::Conflict(_) => Self::Taken { field },
            other => other.into(),
        }
    }
}
