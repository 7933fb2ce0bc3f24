//! What can go wrong while listening.

use earshot_channels::http::BatchProblem;

/// An error of the inbound loop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The body as a whole cannot be read.
    #[error(transparent)]
    Batch(#[from] BatchProblem),
    /// More waits to be written than may be held.
    #[error("too much comes at once; send it again in a moment")]
    Full,
    /// The organization has no queue that a case could wait in.
    #[error("the organization has no queue; set one up first")]
    NoQueue,
    /// A delivery that cannot be worked on.
    #[error("the delivery cannot be worked on: {0}")]
    Delivery(&'static str),
    /// Somebody else reads this source by now.
    #[error("somebody else reads this source by now")]
    NotOurs,
    /// A message's news could not be told.
    #[error("news of a message could not be kept: {0}")]
    News(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] earshot_store::Error),
    /// A file that is to be imported cannot be read.
    #[error("cannot read the file: {0}")]
    File(#[from] std::io::Error),
}

impl Error {
    /// Whether another try may go well without anybody's help: two transactions stood in each other's
    /// way, both met the same stranger, or the database was away for a moment.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        use earshot_store::Error::{Busy, Conflict, Unreachable};
        matches!(self, Self::Store(Busy | Conflict(_) | Unreachable(_)))
    }

    /// Whether it is the fault of what was delivered, as far as one can tell: another delivery may go
    /// well at the same time.
    #[must_use]
    pub const fn is_of_the_delivery(&self) -> bool {
        match self {
            Self::NoQueue | Self::Full | Self::NotOurs | Self::News(_) => false,
            Self::Store(error) => !error.is_of_the_store(),
            Self::Batch(_) | Self::Delivery(_) | Self::File(_) => true,
        }
    }
}

/// A result of the inbound loop.
pub type Result<T, E = Error> = std::result::Result<T, E>;
