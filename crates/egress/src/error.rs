//! What can go wrong on the way out, and whether the other side may have heard us.

use std::net::IpAddr;

/// Why a request brought no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client could not be made.
    #[error("the HTTP client cannot start: {0}")]
    Start(#[source] reqwest::Error),
    /// Not an address.
    #[error("\"{url}\" is not an address: write it as https://host/path")]
    BadUrl {
        /// What was given.
        url: String,
    },
    /// Neither `https` nor an allowed `http`.
    #[error(
        "{scheme}://{host} is refused: use https, or let the operator add the host to the allow-list"
    )]
    Scheme {
        /// The scheme that was asked for.
        scheme: String,
        /// The host that was asked for.
        host: String,
    },
    /// A user name or a password in the address.
    #[error("the address of {host} carries a user name or a password: put them into a header")]
    Credentials {
        /// The host that was asked for.
        host: String,
    },
    /// The host is not on the public internet.
    #[error(
        "{host} is at {address}, which is not on the public internet: the operator can add the host to the allow-list"
    )]
    PrivateAddress {
        /// The host that was asked for.
        host: String,
        /// What it resolved to.
        address: IpAddr,
    },
    /// The name server knows no such name.
    #[error("{host} cannot be resolved ({cause}): check the name")]
    NoSuchHost {
        /// The host that was asked for.
        host: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A header that no request can carry.
    #[error(
        "the header \"{name}\" is not allowed in a request: remove line breaks and other control characters"
    )]
    BadHeader {
        /// The header's name.
        name: String,
    },
    /// The body could not be written as JSON.
    #[error("the body cannot be written as JSON: {0}")]
    BadBody(#[from] serde_json::Error),
    /// The other side never got the request.
    #[error("{host} cannot be reached ({cause}): try again later")]
    Unreachable {
        /// The host that was asked for.
        host: String,
        /// What happened.
        cause: String,
    },
    /// The other side wants us to go elsewhere.
    #[error(
        "{host} answered {status} and points to \"{location}\": redirects are not followed, register the final address"
    )]
    Redirect {
        /// The host that was asked for.
        host: String,
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// Where it points to.
        location: String,
    },
    /// The answer is longer than the cap.
    #[error("the answer of {host} is longer than {cap} bytes")]
    TooLarge {
        /// The host that was asked for.
        host: String,
        /// The cap, in bytes.
        cap: usize,
    },
    /// No answer in time.
    #[error("{host} did not answer in time: the request may have arrived")]
    TimedOut {
        /// The host that was asked for.
        host: String,
    },
    /// The connection broke before the whole answer was there.
    #[error("the connection to {host} broke ({cause}): the request may have arrived")]
    Broken {
        /// The host that was asked for.
        host: String,
        /// What happened.
        cause: String,
    },
}

impl Error {
    /// Whether the other side may have received and carried out the request. A message that may
    /// have arrived must be looked up before it is sent again.
    #[must_use]
    pub const fn may_have_arrived(&self) -> bool {
        matches!(
            self,
            Self::TimedOut { .. }
                | Self::Broken { .. }
                | Self::TooLarge { .. }
                | Self::Redirect { .. }
        )
    }

    /// Whether the guard refused before anything was sent.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::BadUrl { .. }
                | Self::Scheme { .. }
                | Self::Credentials { .. }
                | Self::PrivateAddress { .. }
        )
    }
}
