//! An answer that goes on: read piece by piece, for as long as both sides want.

use std::time::Duration;

use crate::Error;
use crate::client::explain;

/// An answer that goes on. It ends when it is dropped.
pub struct Incoming {
    answer: reqwest::Response,
    host: String,
    idle: Duration,
}

impl Incoming {
    pub(crate) const fn new(answer: reqwest::Response, host: String, idle: Duration) -> Self {
        Self { answer, host, idle }
    }

    /// The next piece, as it came; none at the end.
    ///
    /// # Errors
    /// [`Error::TimedOut`] after a silence longer than allowed, [`Error::Broken`].
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, Error> {
        match tokio::time::timeout(self.idle, self.answer.chunk()).await {
            Err(_) => Err(Error::TimedOut { host: self.host.clone() }),
            Ok(Err(error)) => Err(explain(&error, &self.host)),
            Ok(Ok(piece)) => Ok(piece.map(|bytes| bytes.to_vec())),
        }
    }
}
