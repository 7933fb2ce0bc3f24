//! The conversation with the server that takes letters.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use earshot_egress::Wire;
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader, ReadBuf,
};

use super::place::{Place, SMTP};
use super::{login, own};
use crate::access::Access;
use crate::fault::Fault;
use crate::pace::Lane;

/// How long one command may take.
const COMMAND: Duration = Duration::from_secs(15);
/// How many characters of what a server says are shown.
const SHOWN: usize = 300;

/// A server that knows us and takes letters.
pub(super) struct Post {
    connection: AsyncSmtpConnection,
}

/// Logs in.
pub(super) async fn open(access: &Access) -> Result<Post, Fault> {
    let place = Place::read(access.setting("smtp"), SMTP).map_err(Fault::Invalid)?;
    let name = ClientId::Domain(own(access)?.mailbox.halves().1.to_owned());
    let wire = access.dial((&place.host, place.port), Lane::Replies).await?;
    let wire = if place.tls_first { access.secure(wire, &place.host).await? } else { wire };
    let line = if place.tls_first {
        Line::new(wire, b"")
    } else {
        encrypted(access, &place, wire, &name).await?
    };
    let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(line), &name);
    let mut connection = within(greeted).await?;
    let credentials =
        Credentials::new(login(access).to_owned(), access.secret("password").to_owned());
    let entered = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
    match within(entered).await {
        Ok(_) => Ok(Post { connection }),
        Err(Fault::Invalid(said)) => Err(Fault::Login(said)),
        Err(other) => Err(other),
    }
}

/// Asks for TLS, and gives a line that greets once more, as its user expects.
async fn encrypted(
    access: &Access,
    place: &Place,
    wire: Wire,
    name: &ClientId,
) -> Result<Line, Fault> {
    let mut wire = BufReader::new(wire);
    let asked = async {
        let hello = reply(&mut wire).await?;
        if !hello.starts_with("220") {
            return Ok(Err(hello));
        }
        wire.write_all(format!("EHLO {name}\r\n").as_bytes()).await?;
        let can = reply(&mut wire).await?;
        if !can.to_uppercase().contains("STARTTLS") {
            return Ok(Err("no STARTTLS".to_owned()));
        }
        wire.write_all(b"STARTTLS\r\n").await?;
        let go = reply(&mut wire).await?;
        Ok::<_, io::Error>(if go.starts_with("220") { Ok(()) } else { Err(go) })
    };
    let asked = tokio::time::timeout(COMMAND, asked).await.map_err(|_| slow())?;
    match asked.map_err(|problem| Fault::Passing(format!("the mail server: {problem}")))? {
        Ok(()) => {
            // Whatever came behind the answer was not encrypted, and is thrown away.
            let wire = access.secure(wire.into_inner(), &place.host).await?;
            Ok(Line::new(wire, b"220 go on\r\n"))
        }
        // Only the operator may say that a password goes without encryption.
        Err(_) if access.may_be_plain(&place.host, place.port) => {
            Ok(Line::new(wire.into_inner(), b"220 go on\r\n"))
        }
        Err(said) => {
            let why = "the mail server does not encrypt";
            Err(Fault::Invalid(format!("{why}: {}", shown(&said))))
        }
    }
}

/// One reply, with all its lines; at most 64 of them, and 64 KiB.
async fn reply(wire: &mut BufReader<Wire>) -> io::Result<String> {
    let mut whole = String::new();
    for _ in 0..64 {
        let mut row = Vec::new();
        let mut one = tokio::io::AsyncReadExt::take(&mut *wire, 1_024);
        if one.read_until(b'\n', &mut row).await? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        whole.push_str(&String::from_utf8_lossy(&row));
        if row.get(3) != Some(&b'-') {
            return Ok(whole);
        }
    }
    Err(io::Error::other("a reply without an end"))
}

impl Post {
    /// Hands a letter over. Until all of it is there nothing has happened; from then on only the
    /// server's word counts.
    pub(super) async fn hand(&mut self, from: &str, to: &str, letter: &[u8]) -> Result<(), Fault> {
        let address = |text: &str| {
            text.parse::<Address>().map_err(|odd| Fault::Invalid(format!("\"{text}\": {odd}")))
        };
        let (from, to) = (address(from)?, address(to)?);
        let server = self.connection.server_info();
        let mut options = Vec::new();
        if !letter.is_ascii() {
            if !server.supports_feature(Extension::EightBitMime) {
                return Err(Fault::Invalid("the mail server takes no 8-bit mail".to_owned()));
            }
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if ![&from, &to].iter().all(|one| one.to_string().is_ascii()) {
            options.push(MailParameter::SmtpUtfEight);
        }
        within(self.connection.command(Mail::new(Some(from), options))).await?;
        within(self.connection.command(Rcpt::new(to, Vec::new()))).await?;
        within(self.connection.command(Data)).await?;
        match tokio::time::timeout(COMMAND, self.connection.message(letter)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(problem)) if problem.status().is_some() => Err(fault(&problem)),
            Ok(Err(problem)) => Err(Fault::Unknown(format!(
                "the connection to the mail server broke ({})",
                shown(&problem.to_string())
            ))),
            Err(_) => Err(Fault::Unknown("the mail server did not answer in time".to_owned())),
        }
    }

    /// Says goodbye; whether it is heard does not matter.
    pub(super) async fn leave(mut self) {
        drop(tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await);
    }
}

async fn within<T>(command: impl Future<Output = Result<T, Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(COMMAND, command).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(problem)) => Err(fault(&problem)),
        Err(_) => Err(slow()),
    }
}

fn slow() -> Fault {
    Fault::Passing("the mail server did not answer in time".to_owned())
}

/// What an error before the whole letter was there means: nothing was sent.
fn fault(problem: &Error) -> Fault {
    let said = format!("the mail server says \"{}\"", shown(&problem.to_string()));
    let code = problem.status().map(u16::from);
    match code {
        // Authentication is needed, or failed: RFC 4954.
        Some(530 | 534 | 535 | 538) => Fault::Login(said),
        Some(500..=599) => Fault::Invalid(said),
        _ if problem.is_client() => Fault::Invalid(said),
        _ => Fault::Passing(said),
    }
}

fn shown(said: &str) -> String {
    let said: String = said.chars().take(SHOWN).collect();
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A wire that says something of its own first.
struct Line {
    wire: Wire,
    first: &'static [u8],
}

impl Line {
    const fn new(wire: Wire, first: &'static [u8]) -> Self {
        Self { wire, first }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        // The guard has looked at the real one; nobody asks for this.
        Ok(SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = self.first.len().min(buffer.remaining());
        if let Some((now, later)) = self.first.split_at_checked(count).filter(|_| count > 0) {
            buffer.put_slice(now);
            self.first = later;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.wire).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(cx)
    }
}
