//! What can go wrong in the store.

use earshot_model::{IdError, UnknownWord};

/// An error of the store. Only [`Error::Conflict`], [`Error::NotFound`] and [`Error::Busy`] are part
/// of normal life; the others mean that the database, its files or its content need a person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The row that was named does not exist in this organization.
    #[error("there is no such {0} in this organization")]
    NotFound(&'static str),
    /// A unique key is taken: somebody stored the same thing before.
    #[error("it is already there: {0}")]
    Conflict(String),
    /// The database could not finish in time, or two transactions stood in each other's way.
    #[error("the database is busy; try again")]
    Busy,
    /// The disk is full or refuses to be written.
    #[error("the disk is full or cannot be written: {0}. Free space; nothing was lost")]
    Disk(String),
    /// The database was made by a newer Earshot.
    #[error(
        "this database has schema {found}, made by a newer Earshot; this one knows up to {known}. \
         Start the newer version, or restore a backup that fits"
    )]
    NewerSchema {
        /// The number found in the database.
        found: i64,
        /// The newest number that this binary knows.
        known: i64,
    },
    /// The address of the database cannot be used.
    #[error("cannot use the database address: {0}")]
    Address(String),
    /// A value in the database is not what its column promises.
    #[error("column {column} holds something unexpected: {problem}")]
    Column {
        /// Which column.
        column: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The hash chain of the event log does not hold.
    #[error("the event log of organization {org} is broken at number {seq}: {problem}")]
    BrokenChain {
        /// Whose log.
        org: String,
        /// The first number that does not fit.
        seq: i64,
        /// What does not fit.
        problem: String,
    },
    /// A backup cannot be read or does not fit.
    #[error("the backup cannot be used: {0}")]
    Backup(String),
    /// A file beside the database could not be read or written.
    #[error("file problem: {0}")]
    File(#[from] std::io::Error),
    /// The organization's files would take more room than they may.
    #[error(
        "the organization's files may take {most} bytes, and they are full: remove some, or raise the limit"
    )]
    Quota {
        /// The most bytes of all files together.
        most: i64,
    },
    /// The clocks of a case cannot be computed.
    #[error("the clocks cannot be computed: {0}. Look at the clock policies and calendars")]
    Clocks(String),
    /// What is asked for touches a person whose data is under legal hold.
    #[error("a legal hold is in force on this person: lift it first")]
    Held,
    /// The connection to the database broke, or it takes none. What was not answered may or may not
    /// be stored.
    #[error("the database cannot be reached: {0}. Look whether it runs")]
    Unreachable(String),
    /// A write panicked. It was undone; those beside it stand.
    #[error("a write broke off by a fault of ours and was undone; the log says where")]
    Panicked,
    /// The writer has stopped, because the process ends.
    #[error("the store is shutting down")]
    Closed,
    /// Anything else that the database said.
    #[error("the database says: {0}")]
    Database(sqlx::Error),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(told) = &error {
            if told.is_unique_violation() {
                return Self::Conflict(told.message().to_owned());
            }
            match told.code().as_deref() {
                // PostgreSQL: serialization failure, deadlock, lock not available.
                Some("40001" | "40P01" | "55P03") => return Self::Busy,
                // SQLite: SQLITE_BUSY and SQLITE_LOCKED.
                Some("5" | "6" | "261" | "517") => return Self::Busy,
                // SQLite: SQLITE_FULL and SQLITE_IOERR; PostgreSQL: disk full, I/O error.
                Some("13" | "10" | "53100" | "58030" | "778" | "1034" | "522") => {
                    return Self::Disk(told.message().to_owned());
                }
                // PostgreSQL: connection exceptions, too many connections, a server that stops or
                // starts.
                Some(code)
                    if code.starts_with("08") || code.starts_with("57P") || code == "53300" =>
                {
                    return Self::Unreachable(told.message().to_owned());
                }
                _ => {}
            }
        }
        match error {
            sqlx::Error::Io(cause) => Self::Unreachable(cause.to_string()),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            other => Self::Database(other),
        }
    }
}

impl Error {
    /// Whether it says nothing against what was to be written: the database was busy, away, full or
    /// closed.
    #[must_use]
    pub const fn is_of_the_store(&self) -> bool {
        matches!(self, Self::Busy | Self::Closed | Self::Disk(_) | Self::Unreachable(_))
    }

    /// The same failure once more, for each of those whose writes shared it.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Closed => Self::Closed,
            Self::Unreachable(problem) => Self::Unreachable(problem.clone()),
            Self::Disk(problem) => Self::Disk(problem.clone()),
            other => Self::Disk(other.to_string()),
        }
    }

    /// For a `map_err` on a value of this column.
    pub(crate) fn column(column: &'static str, problem: impl std::fmt::Display) -> Self {
        Self::Column { column, problem: problem.to_string() }
    }
}

impl From<IdError> for Error {
    fn from(error: IdError) -> Self {
        Self::column("id", error)
    }
}

impl From<UnknownWord> for Error {
    fn from(error: UnknownWord) -> Self {
        Self::column(error.list, &error)
    }
}
