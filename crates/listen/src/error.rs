//! What can go wrong while listening.

use earshot_channels::http::BatchProblem;

/// An error of the inbound loop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The body as a whole cannot be read.
    #[error(transparent)]
    Batch(#[from] BatchProblem),
    /// The organization has no queue that a case could wait in.
    #[error("the organization has no queue; set one up first")]
    NoQueue,
    /// The store.
    #[error(transparent)]
    Store(#[from] earshot_store::Error),
    /// A file that is to be imported cannot be read.
    #[error("cannot read the file: {0}")]
    File(#[from] std::io::Error),
}

/// A result of the inbound loop.
pub type Result<T, E = Error> = std::result::Result<T, E>;
