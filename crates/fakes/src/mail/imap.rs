//! IMAP4rev1 (RFC 3501) with IDLE (RFC 2177).

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;

use super::query::{in_set, internal_date, search};
use super::wire::Wire;
use super::world::PASSWORD;
use super::{FakeMail, MailFault as F};

/// One connection.
struct Talk {
    fake: FakeMail,
    wire: Wire,
    mailbox: String,
    /// How many mails the other side was told of.
    told: usize,
    /// How many mails the other side was given.
    given: usize,
}

/// Talks until somebody hangs up.
pub(super) async fn talk(fake: FakeMail, stream: TcpStream) {
    if fake.world().faults.strikes(F::Silent) {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let wire = Wire::new(stream);
    let mut talk = Talk { fake, wire, mailbox: "INBOX".to_owned(), told: 0, given: 0 };
    // Whoever breaks a connection needs no word about it.
    drop(talk.run().await);
}

impl Talk {
    async fn run(&mut self) -> io::Result<()> {
        self.wire.say("* OK ready").await?;
        while let Some(line) = self.wire.line().await? {
            let (tag, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let (command, words) = rest.split_once(' ').unwrap_or((rest, ""));
            let tag = tag.to_owned();
            if self.fake.world().faults.strikes(F::Garbage) {
                self.wire.say("* 1 FETCH (\u{1}{{{{ what").await?;
                return Ok(());
            }
            match command.to_uppercase().as_str() {
                "LOGIN" => self.login(&tag, words).await?,
                "CAPABILITY" => {
                    self.wire.say("* CAPABILITY IMAP4rev1 IDLE SPECIAL-USE").await?;
                    self.ok(&tag).await?;
                }
                "LIST" => {
                    self.wire.say("* LIST (\\HasNoChildren) \"/\" INBOX").await?;
                    self.wire.say("* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"").await?;
                    self.ok(&tag).await?;
                }
                "EXAMINE" | "SELECT" => self.open(&tag, words).await?,
                "UID" => self.numbered(&tag, words).await?,
                "APPEND" => self.append(&tag, words).await?,
                "IDLE" => self.idle(&tag).await?,
                "NOOP" => self.ok(&tag).await?,
                "LOGOUT" => {
                    self.wire.say("* BYE").await?;
                    return self.ok(&tag).await;
                }
                // A server on a private line has no STARTTLS.
                _ => self.wire.say(&format!("{tag} BAD unknown command")).await?,
            }
        }
        Ok(())
    }

    async fn ok(&mut self, tag: &str) -> io::Result<()> {
        self.wire.say(&format!("{tag} OK done")).await
    }

    async fn login(&mut self, tag: &str, words: &str) -> io::Result<()> {
        let (right, busy) = {
            let mut world = self.fake.world();
            let refused = world.faults.strikes(F::RefuseLogin);
            let known = format!("\"{}\" \"{PASSWORD}\"", world.address);
            (words == known && !refused, world.faults.strikes(F::BusyMailbox))
        };
        if busy {
            return self.wire.say(&format!("{tag} NO [UNAVAILABLE] come back later")).await;
        }
        if right {
            return self.ok(tag).await;
        }
        self.wire.say(&format!("{tag} NO [AUTHENTICATIONFAILED] wrong password")).await
    }

    async fn open(&mut self, tag: &str, words: &str) -> io::Result<()> {
        self.mailbox = words.trim_matches('"').to_owned();
        if self.mailbox != "INBOX" && self.mailbox != "Sent Items" {
            return self.wire.say(&format!("{tag} NO no such mailbox")).await;
        }
        let (count, next, validity) = {
            let world = self.fake.world();
            let count = world.mailbox(&self.mailbox).len();
            (count, world.next(&self.mailbox), world.validity)
        };
        self.told = count;
        self.wire.say("* FLAGS (\\Seen)").await?;
        self.wire.say(&format!("* {count} EXISTS")).await?;
        self.wire.say("* 0 RECENT").await?;
        self.wire.say(&format!("* OK [UIDVALIDITY {validity}] valid")).await?;
        self.wire.say(&format!("* OK [UIDNEXT {next}] next")).await?;
        self.wire.say(&format!("{tag} OK [READ-ONLY] open")).await
    }

    async fn numbered(&mut self, tag: &str, words: &str) -> io::Result<()> {
        let (command, rest) = words.split_once(' ').unwrap_or((words, ""));
        if command.eq_ignore_ascii_case("SEARCH") {
            let found = search(self.fake.world().mailbox(&self.mailbox), rest);
            let found: Vec<String> = found.iter().map(u32::to_string).collect();
            self.wire.say(format!("* SEARCH {}", found.join(" ")).trim_end()).await?;
            return self.ok(tag).await;
        }
        let set = rest.split(' ').next().unwrap_or_default();
        let (mut mails, truncated) = {
            let mut world = self.fake.world();
            let all = world.mailbox(&self.mailbox);
            let mut wanted: Vec<(usize, u32, i64, Vec<u8>)> = all
                .iter()
                .enumerate()
                .filter(|(_, mail)| in_set(all, set, mail.uid))
                .map(|(at, mail)| (at + 1, mail.uid, mail.at, mail.bytes.clone()))
                .collect();
            if !wanted.is_empty() && world.faults.strikes(F::Disorder) {
                wanted.extend(wanted.clone());
                wanted.reverse();
            }
            let cut = !wanted.is_empty() && world.faults.strikes(F::Truncated)
                || self.given + wanted.len() > 1 && world.faults.strikes(F::TruncatedLater);
            (wanted, cut)
        };
        for (number, uid, at, bytes) in mails.drain(..) {
            let date = internal_date(at);
            let count = bytes.len();
            let head = format!(
                "* {number} FETCH (UID {uid} INTERNALDATE {date} BODY[]<0> {{{count}}}\r\n"
            );
            self.wire.give(head.as_bytes()).await?;
            if truncated {
                let half: Vec<u8> = bytes.iter().copied().take(count / 2).collect();
                self.wire.give(&half).await?;
                return Err(io::Error::other("broken off"));
            }
            self.wire.give(&bytes).await?;
            self.given += 1;
            self.wire.say(")").await?;
        }
        self.ok(tag).await
    }

    async fn append(&mut self, tag: &str, words: &str) -> io::Result<()> {
        let count = words.rsplit_once('{').and_then(|(_, count)| {
            count.trim_end_matches('}').trim_end_matches('+').parse::<usize>().ok()
        });
        let Some(count) = count else {
            return self.wire.say(&format!("{tag} BAD no literal")).await;
        };
        self.wire.say("+ go on").await?;
        let bytes = self.wire.bytes(count).await?;
        self.wire.line().await?;
        self.fake.world().keep(bytes);
        self.ok(tag).await
    }

    async fn idle(&mut self, tag: &str) -> io::Result<()> {
        let mut arrived = self.fake.inner.arrived.subscribe();
        self.wire.say("+ idling").await?;
        self.tell().await?;
        loop {
            tokio::select! {
                line = self.wire.line() => {
                    return match line? {
                        Some(_) => self.ok(tag).await,
                        None => Err(io::Error::other("gone")),
                    };
                }
                changed = arrived.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    self.tell().await?;
                }
            }
        }
    }

    /// Tells how many mails there are, if that is news.
    async fn tell(&mut self) -> io::Result<()> {
        let count = self.fake.world().mailbox(&self.mailbox).len();
        if count == self.told {
            return Ok(());
        }
        self.told = count;
        self.wire.say(&format!("* {count} EXISTS")).await
    }
}
