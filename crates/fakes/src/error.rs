//! What keeps a fake from starting.

/// Why a fake cannot play.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The HTTP client could not be made.
    #[error(transparent)]
    Egress(#[from] earshot_egress::Error),
    /// The control surface could not listen.
    #[error("Plaza cannot listen: {0}. Is the address in use?")]
    Listen(#[from] std::io::Error),
    /// No such post.
    #[error("there is no post {0}, or it is deleted")]
    NoSuchPost(String),
}
