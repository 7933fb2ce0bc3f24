//! Connections that do not speak HTTP, such as to a mail server: the same guard, the same limits.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::address::is_public;
use crate::{Client, Error};

/// The most bytes that are read from one connection: 64 MiB. A server that sends more is cut off.
pub const MOST: u64 = 64 * 1024 * 1024;

/// What a [`Wire`] runs over.
trait Duplex: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Duplex for T {}

/// An open connection. Reads and writes are as fast as the other side: put a limit around each.
pub struct Wire {
    stream: Box<dyn Duplex>,
    left: u64,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl Wire {
    fn new(stream: impl Duplex + 'static) -> Self {
        Self { stream: Box::new(stream), left: MOST }
    }

    /// Without an end of its own, for what is told for as long as both sides want: who reads it bounds
    /// each message.
    pub(crate) fn endless(mut self) -> Self {
        self.left = u64::MAX;
        self
    }
}

impl Client {
    /// Connects to a port of `host`, if the host is public or the operator named it.
    ///
    /// # Errors
    /// [`Error::PrivateAddress`], [`Error::NoSuchHost`], [`Error::Unreachable`], [`Error::TimedOut`].
    pub async fn dial(&self, host: &str, port: u16) -> Result<Wire, Error> {
        let limit = self.policy().connect_within;
        let dialled = tokio::time::timeout(limit, self.connect(host, port)).await;
        dialled.unwrap_or_else(|_| {
            let cause = "no answer in time".to_owned();
            Err(Error::Unreachable { host: host.to_owned(), cause })
        })
    }

    async fn connect(&self, host: &str, port: u16) -> Result<Wire, Error> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => tokio::net::lookup_host((bare, port))
                .await
                .map_err(|cause| Error::NoSuchHost { host: host.to_owned(), cause })?
                .collect(),
        };
        // What was checked is what is called: the name is not looked up again.
        let private = found.iter().find(|at| !is_public(at.ip()));
        if let Some(private) = private.filter(|_| !self.policy().names(host, port)) {
            let address = private.ip();
            return Err(Error::PrivateAddress { host: host.to_owned(), address });
        }
        let mut cause = "it has no address".to_owned();
        for at in found {
            match TcpStream::connect(at).await {
                Ok(stream) => {
                    // Small commands must not wait for each other.
                    stream.set_nodelay(true).map_err(|problem| broken(host, &problem))?;
                    return Ok(Wire::new(stream));
                }
                Err(problem) => cause = problem.to_string(),
            }
        }
        Err(Error::Unreachable { host: host.to_owned(), cause })
    }

    /// Puts TLS over a connection. The certificate must be of `host`, and of an authority that this
    /// machine trusts.
    ///
    /// # Errors
    /// [`Error::Unreachable`] with what is wrong.
    pub async fn secure(&self, wire: Wire, host: &str) -> Result<Wire, Error> {
        let refused = |cause: String| Error::Unreachable { host: host.to_owned(), cause };
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(|problem| refused(problem.to_string()))?;
        let config = self.tls().map_err(|problem| refused(problem.to_string()))?;
        let connecting = TlsConnector::from(config).connect(name, wire);
        match tokio::time::timeout(self.policy().connect_within, connecting).await {
            Ok(Ok(stream)) => Ok(Wire::new(stream)),
            Ok(Err(problem)) => Err(refused(problem.to_string())),
            Err(_) => Err(refused("it does not speak TLS in time".to_owned())),
        }
    }

    /// Whether the operator named this host: then a connection to it need not be encrypted.
    #[must_use]
    pub fn may_be_plain(&self, host: &str, port: u16) -> bool {
        self.policy().names(host, port)
    }
}

/// The settings of TLS: the authorities of this machine, with ring.
pub(crate) fn config() -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let verified = builder.with_safe_default_protocol_versions()?.with_platform_verifier()?;
    Ok(Arc::new(verified.with_no_client_auth()))
}

fn broken(host: &str, problem: &io::Error) -> Error {
    Error::Unreachable { host: host.to_owned(), cause: problem.to_string() }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::other("it sent more than 64 MiB")));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        let count = buffer.filled().len().saturating_sub(before);
        self.left = self.left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        read
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
