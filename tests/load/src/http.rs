//! One kept connection to the server. It is a bare HTTP/1.1 client: what it measures is the server,
//! and it only ever talks to a loopback address.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{HeaderMap, Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Nobody listens: the request never left.
    Refused,
    /// The connection broke after the request had left: nobody knows what became of it.
    Broken,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Whether the status is 200 to 299.
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// One client's connection; it connects again when it was cut.
pub(crate) struct Line {
    server: SocketAddr,
    headers: Vec<(&'static str, String)>,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Line {
    /// A line to this server; it connects with the first request.
    pub(crate) const fn new(server: SocketAddr) -> Self {
        Self { server, headers: Vec::new(), sender: None }
    }

    /// The same line, with a header on every request. It must be plain text.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Fetches a page.
    pub(crate) async fn get(&mut self, path: &str) -> Result<Answer, Lost> {
        self.send(Method::GET, path, "", Bytes::new()).await
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: &'static str,
        body: Bytes,
    ) -> Result<Answer, Lost> {
        let answer = self.open(method, path, kind, body).await?;
        let (parts, body) = answer.into_parts();
        let Ok(read) = body.collect().await else {
            self.sender = None;
            return Err(Lost::Broken);
        };
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: read.to_bytes() })
    }

    /// Sends a request; the body of the answer is still to be read.
    pub(crate) async fn open(
        &mut self,
        method: Method,
        path: &str,
        kind: &'static str,
        body: Bytes,
    ) -> Result<Response<Incoming>, Lost> {
        let mut request =
            Request::builder().method(method).uri(path).header(HOST, self.server.to_string());
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if !kind.is_empty() {
            request = request.header(CONTENT_TYPE, kind);
        }
        let request = request.body(Full::new(body)).map_err(|_| Lost::Refused)?;
        let sender = self.ready().await?;
        match sender.send_request(request).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                self.sender = None;
                // A cancelled request is one that was never written.
                Err(if error.is_canceled() { Lost::Refused } else { Lost::Broken })
            }
        }
    }

    async fn ready(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, Lost> {
        let alive = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !alive {
            self.sender = Some(connect(self.server).await.ok_or(Lost::Refused)?);
        }
        self.sender.as_mut().ok_or(Lost::Refused)
    }
}

async fn connect(server: SocketAddr) -> Option<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(server).await.ok()?;
    stream.set_nodelay(true).ok()?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
    // The task ends with the connection; whoever sends hears of its fate.
    drop(tokio::spawn(connection));
    Some(sender)
}
