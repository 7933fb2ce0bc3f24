//! WebSockets (RFC 6455), for those who tell what happens as it happens: the same guard, the same limits.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Url;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Error as Problem, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::dial::Wire;
use crate::{Client, Error};

/// The most bytes of one message: 4 MiB. Who sends a longer one is cut off.
const LONGEST: usize = 4 * 1024 * 1024;

/// An open WebSocket. It is closed when it is dropped.
pub struct Socket {
    stream: WebSocketStream<Wire>,
    host: String,
    idle: Duration,
}

/// What came over a [`Socket`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message in words.
    Text(Words),
    /// A message in bytes, which nobody here reads.
    Bytes,
    /// The other side answers our question whether it is there.
    Pong,
}

/// The words of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Utf8Bytes);

impl Words {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Client {
    /// Opens a WebSocket at a `ws://` or `wss://` address, under the rules for requests: the one without
    /// TLS only to hosts that the operator named, no redirects. `idle` is how long it may stay silent.
    ///
    /// # Errors
    /// As for a request; [`Error::Unreachable`] also when the other side opens none.
    pub async fn socket(&self, url: &str, idle: Duration) -> Result<Socket, Error> {
        let bad = || Error::BadUrl { url: url.to_owned() };
        let over_http = match url.split_once("://") {
            Some(("wss", rest)) => format!("https://{rest}"),
            Some(("ws", rest)) => format!("http://{rest}"),
            _ => return Err(bad()),
        };
        let (checked, _) = self.check(&over_http)?;
        let (host, port) = place(&checked).ok_or_else(bad)?;
        let mut wire = self.dial(&host, port).await?.endless();
        if checked.scheme() == "https" {
            wire = self.secure(wire, &host).await?.endless();
        }
        let mut request = url.into_client_request().map_err(|_| bad())?;
        if let Ok(name) = HeaderValue::from_str(&self.policy().user_agent) {
            request.headers_mut().insert("user-agent", name);
        }
        let config = WebSocketConfig::default()
            .max_message_size(Some(LONGEST))
            .max_frame_size(Some(LONGEST));
        let opening = client_async_with_config(request, wire, Some(config));
        match tokio::time::timeout(self.policy().answer_within, opening).await {
            Ok(Ok((stream, _))) => Ok(Socket { stream, host, idle }),
            Ok(Err(problem)) => Err(refused(&problem, host)),
            Err(_) => Err(Error::TimedOut { host }),
        }
    }
}

/// The host and the port of an address.
fn place(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}

impl Socket {
    /// The next message; none at the end. May be dropped before it is done, and asked again.
    ///
    /// # Errors
    /// [`Error::TimedOut`] after a silence longer than allowed, [`Error::Broken`].
    pub async fn next(&mut self) -> Result<Option<Heard>, Error> {
        loop {
            let heard = match tokio::time::timeout(self.idle, self.stream.next()).await {
                Err(_) => return Err(Error::TimedOut { host: self.host.clone() }),
                Ok(None) => return Ok(None),
                Ok(Some(Err(problem))) => return Err(self.broken(&problem)),
                Ok(Some(Ok(message))) => message,
            };
            match heard {
                Message::Text(words) => return Ok(Some(Heard::Text(Words(words)))),
                Message::Binary(_) => return Ok(Some(Heard::Bytes)),
                Message::Pong(_) => return Ok(Some(Heard::Pong)),
                Message::Close(_) => return Ok(None),
                // A question whether we are there is answered with the next thing that goes out.
                Message::Ping(_) | Message::Frame(_) => {
                    self.stream.flush().await.map_err(|problem| self.broken(&problem))?;
                }
            }
        }
    }

    /// Asks whether the other side is there.
    ///
    /// # Errors
    /// [`Error::Broken`].
    pub async fn ping(&mut self) -> Result<(), Error> {
        let asked = self.stream.send(Message::Ping(Bytes::new())).await;
        asked.map_err(|problem| self.broken(&problem))
    }

    fn broken(&self, problem: &Problem) -> Error {
        Error::Broken { host: self.host.clone(), cause: problem.to_string() }
    }
}

fn refused(problem: &Problem, host: String) -> Error {
    let Problem::Http(answer) = problem else {
        return Error::Unreachable { host, cause: problem.to_string() };
    };
    let status = answer.status().as_u16();
    let location = answer.headers().get("location").and_then(|to| to.to_str().ok());
    match (status, location) {
        (301 | 302 | 303 | 307 | 308, location) => {
            Error::Redirect { host, status, location: location.unwrap_or_default().to_owned() }
        }
        _ => {
            Error::Unreachable { host, cause: format!("it answered {status} and opened no stream") }
        }
    }
}
