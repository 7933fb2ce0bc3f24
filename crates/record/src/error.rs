use earshot_matcher::QueryError;

use earshot_store::reports::MOST_DAYS;

/// What can go wrong when the past is asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What was typed is not a query; the error holds the place, the reason and a fix.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A range that ends before it begins.
    #[error("the range ends before it begins: choose a later end")]
    Backwards,
    /// More days than a report covers.
    #[error("a report covers at most {MOST_DAYS} days, and this range has {days}: choose fewer")]
    TooManyDays {
        /// How many days the range has.
        days: usize,
    },
    /// The organization's time zone is not one that this machine knows.
    #[error("the time zone \"{0}\" is not known: set one such as Europe/Vienna in the set-up")]
    TimeZone(String),
    /// The matcher broke off.
    #[error("the query broke the matcher, which is a fault of ours; the log says where")]
    Broke,
    /// The store.
    #[error(transparent)]
    Store(#[from] earshot_store::Error),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
