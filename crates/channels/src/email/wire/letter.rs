//! An answer as a mail.

use std::time::{Duration, UNIX_EPOCH};

use earshot_model::Time;
use lettre::message::Mailbox as Named;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::{Address, Message};

use super::address::line;
use super::{Mailbox, Own};

/// The most bytes before the `@` of an address (RFC 5321, section 4.5.3.1.1).
const LOCAL: usize = 64;
/// The most ids that are written into `References`: the first and the newest of more.
const REFERENCES: usize = 20;

/// What a letter is made of.
pub struct Letter<'l> {
    /// Whose it is.
    pub own: &'l Own,
    /// The name beside the address.
    pub name: &'l str,
    /// Who gets it.
    pub to: &'l Mailbox,
    /// The subject of the mail that it answers; empty where that is not known.
    pub subject: &'l str,
    /// The words.
    pub text: &'l str,
    /// Its id, without angle brackets.
    pub message_id: &'l str,
    /// The mails before it in the conversation, oldest first; the last is the one that it answers.
    pub references: &'l [String],
    /// The thread that answers to it belong to, if the server takes words behind a `+`.
    pub thread: Option<&'l str>,
    /// When it is written.
    pub at: Time,
}

/// The letter's bytes, as they go to a mail server. The same letter gives the same bytes.
///
/// # Errors
/// What is wrong with an address.
pub fn write(letter: &Letter<'_>) -> Result<Vec<u8>, String> {
    let own = &letter.own.mailbox;
    let seconds = u64::try_from(letter.at.micros() / Time::SECOND).unwrap_or(0);
    let mut builder = Message::builder()
        .from(named(&own.address, letter.name)?)
        .to(named(&letter.to.address, &letter.to.name)?)
        .subject(subject(letter.subject))
        .message_id(Some(format!("<{}>", letter.message_id)))
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        // Absence notes and receipts of Exchange stay away.
        .raw_header(header("X-Auto-Response-Suppress", "OOF, AutoReply")?);
    if let Some(thread) = letter.thread {
        let address = letter.own.address(thread);
        if address.rsplit_once('@').is_some_and(|(local, _)| local.len() <= LOCAL) {
            builder = builder.reply_to(named(&address, letter.name)?);
        }
    }
    if let Some(last) = letter.references.last() {
        builder = builder.in_reply_to(format!("<{last}>"));
        let skip = letter.references.len().saturating_sub(REFERENCES);
        let first = letter.references.iter().take(1);
        let rest = letter.references.iter().skip(skip.saturating_add(1));
        let all: Vec<String> = first.chain(rest).map(|id| format!("<{id}>")).collect();
        builder = builder.references(all.join(" "));
    }
    let text = letter.text.lines().collect::<Vec<_>>().join("\r\n");
    let message = builder.header(ContentType::TEXT_PLAIN).body(format!("{text}\r\n"));
    message.map(|message| message.formatted()).map_err(|problem| problem.to_string())
}

fn named(address: &str, name: &str) -> Result<Named, String> {
    let parsed: Address = address.parse().map_err(|problem| format!("\"{address}\": {problem}"))?;
    let name = line(name);
    Ok(Named::new((!name.is_empty()).then_some(name), parsed))
}

fn header(name: &str, value: &str) -> Result<HeaderValue, String> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|odd| odd.to_string())?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

/// The subject of an answer, with one `Re:` before it.
fn subject(answered: &str) -> String {
    let answered = line(answered);
    let lower = answered.to_lowercase();
    let has = ["re:", "aw:", "antw:", "sv:", "odp:"].iter().any(|mark| lower.starts_with(mark));
    if has { answered } else { format!("Re: {answered}").trim_end().to_owned() }
}
