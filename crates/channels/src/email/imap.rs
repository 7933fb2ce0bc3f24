//! The conversation with the server that keeps the mailbox.

use std::future::Future;
use std::time::{Duration, Instant};

use async_imap::error::Error;
use async_imap::types::NameAttribute;
use async_imap::{Authenticator, Client, Session};
use earshot_egress::Wire;
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::login;
use super::place::{IMAP, Place};
use crate::access::Access;
use crate::fault::Fault;
use crate::pace::Lane;

/// How long one command may take.
const COMMAND: Duration = Duration::from_secs(20);
/// How many bytes of one mail are read: its words stand before what is attached.
const MAIL: usize = 1024 * 1024;
/// So long after the first mail of a page no other is begun. With the last one's own time that is
/// about half a minute, which leaves room for the login within the time of a page.
const BEGIN: Duration = Duration::from_secs(12);
/// After so many bytes no other mail of a page is begun.
const ENOUGH: usize = 4 * MAIL;
/// How many characters of what a server says are shown.
const SHOWN: usize = 300;

/// A mailbox that is open for reading.
pub(super) struct Mailbox {
    session: Session<Wire>,
    /// Changes when the numbers of mails do not mean what they meant.
    pub(super) validity: u32,
    /// The number that the next mail gets.
    pub(super) next: u32,
}

/// A mail as the server keeps it.
pub(super) struct Kept {
    /// Its number.
    pub(super) uid: u32,
    /// When it arrived, in seconds since 1970.
    pub(super) arrived: Option<i64>,
    /// Its first mebibyte, or less where less was asked for.
    pub(super) bytes: Vec<u8>,
}

/// Mails that were read one after the other.
#[derive(Default)]
pub(super) struct Fetched {
    /// The mails, in the order in which they were asked for.
    pub(super) mails: Vec<Kept>,
    /// The last number that was asked for with success.
    pub(super) read_to: Option<u32>,
    /// Whether some of the numbers are still to be asked for.
    pub(super) more: bool,
}

/// Logs in.
pub(super) async fn open(access: &Access, lane: Lane) -> Result<Session<Wire>, Fault> {
    let place = Place::read(access.setting("imap"), IMAP).map_err(Fault::Invalid)?;
    let wire = access.dial((&place.host, place.port), lane).await?;
    let wire = if place.tls_first { access.secure(wire, &place.host).await? } else { wire };
    let mut client = Client::new(wire);
    // The greeting.
    let hello = within(async { Ok(client.read_response().await?) }).await?;
    if hello.is_none() {
        return Err(Fault::Passing("the mail server hung up at once".to_owned()));
    }
    drop(hello);
    if !place.tls_first {
        client = encrypted(access, &place, client).await?;
    }
    let (name, password) = (login(access).to_owned(), access.secret("password").to_owned());
    let plain = name.is_ascii() && password.is_ascii();
    let entered = async {
        let entered = if plain {
            client.login(name, password).await
        } else {
            // LOGIN has no way to say in which encoding a name stands; PLAIN is UTF-8.
            client.authenticate("PLAIN", Plain { name, password }).await
        };
        entered.map_err(|(problem, _)| problem)
    };
    within(entered).await.map_err(refused)
}

/// A refused login is a lost one, unless the server says that it is busy.
fn refused(fault: Fault) -> Fault {
    let Fault::Invalid(said) = fault else { return fault };
    let upper = said.to_uppercase();
    let busy = ["UNAVAILABLE", "INUSE", "LIMIT", "TRY AGAIN", "TEMPORAR"];
    if busy.iter().any(|word| upper.contains(word)) {
        Fault::Passing(said)
    } else {
        Fault::Login(said)
    }
}

async fn encrypted(
    access: &Access,
    place: &Place,
    mut client: Client<Wire>,
) -> Result<Client<Wire>, Fault> {
    let asked = within(client.run_command_and_check_ok("STARTTLS", None)).await;
    match asked {
        Ok(()) => {
            let wire = access.secure(client.into_inner(), &place.host).await?;
            Ok(Client::new(wire))
        }
        // Only the operator may say that a password goes without encryption.
        Err(Fault::Invalid(_)) if access.may_be_plain(&place.host, place.port) => Ok(client),
        Err(Fault::Invalid(said)) => {
            let why = "the mail server does not encrypt (no STARTTLS)";
            Err(Fault::Invalid(format!("{why}: {said}")))
        }
        Err(other) => Err(other),
    }
}

/// SASL PLAIN: RFC 4616.
struct Plain {
    name: String,
    password: String,
}

impl Authenticator for Plain {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        format!("\0{}\0{}", self.name, self.password)
    }
}

/// Opens a mailbox without changing anything in it.
pub(super) async fn look(mut session: Session<Wire>, name: &str) -> Result<Mailbox, Fault> {
    let opened = within(session.examine(name)).await?;
    let validity = opened.uid_validity.ok_or_else(|| {
        Fault::Invalid(
            "the mail server gives no UIDVALIDITY, so nothing can be read once".to_owned(),
        )
    })?;
    Ok(Mailbox { session, validity, next: opened.uid_next.unwrap_or(0) })
}

impl Mailbox {
    /// The same mailbox, after its session did something else.
    pub(super) const fn again(session: Session<Wire>, validity: u32, next: u32) -> Self {
        Self { session, validity, next }
    }

    /// The numbers of the mails that `query` finds, ascending.
    pub(super) async fn search(&mut self, query: &str) -> Result<Vec<u32>, Fault> {
        let found = within(self.session.uid_search(query)).await?;
        let mut found: Vec<u32> = found.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    /// The numbers of the mails whose header holds this id, or a longer one around it: servers search
    /// for parts.
    pub(super) async fn hits(&mut self, header: &str, id: &str) -> Result<Vec<u32>, Fault> {
        self.search(&format!("HEADER {header} {}", quoted(id))).await
    }

    /// Mails by their numbers, one after the other, so that a slow line brings at least one. What does
    /// not fit into the time and the bytes of a page is left for the next, as is what comes after a
    /// mail that could not be read.
    pub(super) async fn fetch(&mut self, uids: &[u32]) -> Result<Fetched, Fault> {
        let began = Instant::now();
        let (mut fetched, mut bytes) = (Fetched::default(), 0_usize);
        for uid in uids {
            let full = began.elapsed() >= BEGIN || bytes >= ENOUGH;
            if full && fetched.read_to.is_some() {
                fetched.more = true;
                break;
            }
            match self.one(*uid, MAIL).await {
                Ok(mail) => {
                    bytes = bytes.saturating_add(mail.as_ref().map_or(0, |mail| mail.bytes.len()));
                    fetched.mails.extend(mail);
                    fetched.read_to = Some(*uid);
                }
                Err(fault) if fetched.read_to.is_some() => {
                    tracing::info!(uid, %fault, "a page of mail ends early");
                    fetched.more = true;
                    break;
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(fetched)
    }

    /// The first bytes of one mail, `most` at the most; nothing where no mail has this number.
    pub(super) async fn one(&mut self, uid: u32, most: usize) -> Result<Option<Kept>, Fault> {
        let asked = format!("(UID INTERNALDATE BODY.PEEK[]<0.{most}>)");
        let fetched = async {
            let mails = self.session.uid_fetch(uid.to_string(), asked).await?;
            mails.try_collect::<Vec<_>>().await
        };
        let fetched = within(fetched).await?;
        let mut ours = fetched.iter().filter(|mail| mail.uid == Some(uid));
        Ok(ours.find_map(|mail| {
            Some(Kept {
                uid,
                arrived: mail.internal_date().map(|at| at.timestamp()),
                bytes: mail.body()?.iter().copied().take(most).collect(),
            })
        }))
    }

    /// The session, to do something else with.
    pub(super) fn into_session(self) -> Session<Wire> {
        self.session
    }
}

/// The mailbox of sent mail, as the server names it (RFC 6154); else the usual name.
pub(super) async fn sent_mailbox(session: &mut Session<Wire>) -> Result<String, Fault> {
    let names = async {
        let listed = session.list(Some(""), Some("*")).await?;
        listed.take(2_000).try_collect::<Vec<_>>().await
    };
    let names = within(names).await?;
    let special = names.iter().find(|name| name.attributes().contains(&NameAttribute::Sent));
    let usual = || names.iter().find(|name| name.name().eq_ignore_ascii_case("sent"));
    let found = special.or_else(usual);
    Ok(found.map_or_else(|| "Sent".to_owned(), |name| name.name().to_owned()))
}

/// Puts a letter into a mailbox, as read.
pub(super) async fn put(
    session: &mut Session<Wire>,
    name: &str,
    letter: &[u8],
) -> Result<(), Fault> {
    within(session.append(name, Some("(\\Seen)"), None, letter)).await
}

/// Says goodbye; whether it is heard does not matter.
pub(super) async fn leave(mut session: Session<Wire>) {
    drop(tokio::time::timeout(Duration::from_secs(2), session.logout()).await);
}

/// Runs a command of the protocol, for so long at the most.
pub(super) async fn within<T>(command: impl Future<Output = Result<T, Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(COMMAND, command).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(problem)) => Err(fault(&problem)),
        Err(_) => Err(Fault::Passing("the mail server did not answer in time".to_owned())),
    }
}

/// What an error of the protocol means. Nothing that is asked over IMAP changes what customers see.
pub(super) fn fault(problem: &Error) -> Fault {
    let said: String = problem.to_string().chars().take(SHOWN).collect();
    let said: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match problem {
        Error::No(_) | Error::Bad(_) | Error::Validate(_) => {
            Fault::Invalid(format!("the mail server says \"{said}\""))
        }
        _ => Fault::Passing(format!("the mail server: {said}")),
    }
}

/// The day of a time as searches write it, such as `1-Feb-1994`.
pub(super) fn day(seconds: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).strftime("%-d-%b-%Y").to_string()
}

/// A string of the protocol.
fn quoted(text: &str) -> String {
    let safe = text.chars().filter(|c| !c.is_control());
    let safe: String = safe
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            other => vec![other],
        })
        .collect();
    format!("\"{safe}\"")
}
