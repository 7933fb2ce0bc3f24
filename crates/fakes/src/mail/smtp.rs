//! Submission (RFC 6409): only whoever logs in may hand letters over.

use std::io;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tokio::net::TcpStream;

use super::wire::Wire;
use super::world::{Letter, PASSWORD};
use super::{FakeMail, MailFault as F};

/// Talks until somebody hangs up.
pub(super) async fn talk(fake: FakeMail, stream: TcpStream) {
    let mut talk = Talk { fake, wire: Wire::new(stream), known: false, from: None, to: None };
    // Whoever breaks a connection needs no word about it.
    drop(talk.run().await);
}

/// One connection.
struct Talk {
    fake: FakeMail,
    wire: Wire,
    known: bool,
    from: Option<String>,
    to: Option<String>,
}

impl Talk {
    async fn run(&mut self) -> io::Result<()> {
        self.wire.say("220 mx.fake ready").await?;
        while let Some(line) = self.wire.line().await? {
            let upper = line.to_uppercase();
            if upper.starts_with("EHLO") {
                self.wire.say("250-mx.fake").await?;
                self.wire.say("250-8BITMIME").await?;
                self.wire.say("250 AUTH PLAIN LOGIN").await?;
            } else if let Some(words) = line.strip_prefix("AUTH PLAIN ") {
                self.login(words).await?;
            } else if upper.starts_with("MAIL FROM:") && self.known {
                self.from = Some(address(&line));
                self.wire.say("250 go on").await?;
            } else if upper.starts_with("RCPT TO:") && self.from.is_some() {
                self.recipient(&line).await?;
            } else if upper == "DATA" && self.to.is_some() {
                self.letter().await?;
            } else if upper == "QUIT" {
                return self.wire.say("221 bye").await;
            } else {
                self.wire.say("503 not now").await?;
            }
        }
        Ok(())
    }

    async fn login(&mut self, words: &str) -> io::Result<()> {
        let given = BASE64_STANDARD.decode(words.trim()).unwrap_or_default();
        let right = {
            let mut world = self.fake.world();
            let refused = world.faults.strikes(F::RefuseLogin);
            given == format!("\0{}\0{PASSWORD}", world.address).into_bytes() && !refused
        };
        self.known = right;
        self.wire.say(if right { "235 welcome" } else { "535 5.7.8 wrong password" }).await
    }

    async fn recipient(&mut self, line: &str) -> io::Result<()> {
        let (later, never) = {
            let mut world = self.fake.world();
            (world.faults.strikes(F::TryLater), world.faults.strikes(F::NoSuchUser))
        };
        if later {
            return self.wire.say("451 4.7.1 try again later").await;
        }
        if never {
            return self.wire.say("550 5.1.1 no such user").await;
        }
        self.to = Some(address(line));
        self.wire.say("250 go on").await
    }

    async fn letter(&mut self) -> io::Result<()> {
        if self.fake.world().faults.strikes(F::BreakBefore) {
            return Err(io::Error::other("broken off"));
        }
        self.wire.say("354 go on").await?;
        let mut rows = Vec::new();
        loop {
            match self.wire.line().await? {
                None => return Err(io::Error::other("gone")),
                Some(row) if row == "." => break,
                Some(row) => rows.push(row.strip_prefix('.').map_or(row.clone(), str::to_owned)),
            }
        }
        let text = rows.join("\r\n");
        let (from, to) = (self.from.take().unwrap_or_default(), self.to.take().unwrap_or_default());
        let dropped = {
            let mut world = self.fake.world();
            let kept = world.faults.strikes(F::AcceptKeepThenDrop);
            if kept {
                world.keep(text.clone().into_bytes());
            }
            world.ledger.push(Letter { from, to, text });
            kept || world.faults.strikes(F::AcceptThenDrop)
        };
        if dropped {
            return Err(io::Error::other("broken off"));
        }
        self.wire.say("250 it is on its way").await
    }
}

/// The address between angle brackets.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
