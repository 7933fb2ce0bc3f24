//! What keeps a test from starting.

/// Why nothing could be tested.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The HTTP client could not be made, or refuses the address.
    #[error(transparent)]
    Egress(#[from] earshot_egress::Error),
    /// The address of the played core could not be taken.
    #[error("cannot listen on {at}: {cause}. Choose another address with --listen")]
    Listen {
        /// The address.
        at: std::net::SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A program could not be started.
    #[error("cannot start `{program}`: {cause}. Is it installed, and is its path right?")]
    Start {
        /// The program.
        program: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The core does not answer at all.
    #[error("{url} does not answer: {cause}. Is the core running, and is the address right?")]
    Silent {
        /// Where it was asked.
        url: String,
        /// What came in place of an answer.
        cause: String,
    },
}
