//! One mail, read from its bytes.

use earshot_model::Time;
use mail_parser::{Address, HeaderValue, Message, MessageParser};
use sha2::{Digest, Sha256};

use super::address::{Mailbox, line};
use super::bounce::{Report, report};
use super::words;

/// The most ids of other mails that are looked at: the first and the newest of more.
const REFERENCES: usize = 50;
/// The most recipients that are looked at.
const RECIPIENTS: usize = 100;
/// The most bytes of an id of a mail.
const LONGEST_ID: usize = 400;
/// The fewest bytes of an id without an `@`, which RFC 5322 asks for and some programs leave out.
const SHORTEST_ID: usize = 8;

/// A mail, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mail {
    /// Its id, without angle brackets; none where it has none that can be used.
    pub message_id: Option<String>,
    /// Who it says that it is from.
    pub from: Option<Mailbox>,
    /// Where answers are wanted, if it says so.
    pub reply_to: Option<Mailbox>,
    /// Everybody to whom it went, as far as it tells.
    pub recipients: Vec<Mailbox>,
    /// Its subject, in one line.
    pub subject: String,
    /// The mails that it refers to, oldest first.
    pub references: Vec<String>,
    /// The mails that it answers.
    pub in_reply_to: Vec<String>,
    /// When its author's clock says that it was written.
    pub written_at: Option<Time>,
    /// Its words, with what it quotes.
    pub text: String,
    /// What is attached, each as one line.
    pub attachments: Vec<String>,
    /// Whether a machine answered, and how we know.
    pub automatic: Option<&'static str>,
    /// What a mail server tells of a mail that it could not deliver.
    pub report: Option<Report>,
    /// SHA-256 of its author, time and subject, in hexadecimal: what tells two mails with one id apart.
    pub digest: String,
}

/// Reads a mail; nothing where the bytes are none. What is cut off or broken is read as far as it
/// goes.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    if message.headers().is_empty() {
        return None;
    }
    let subject = line(message.subject().unwrap_or_default());
    let from = first(message.from());
    let written = message.date().map(mail_parser::DateTime::to_timestamp);
    let written_at = written.map(|seconds| Time(seconds.saturating_mul(Time::SECOND)));
    let digest = digest(from.as_ref(), written, &subject);
    Some(Mail {
        message_id: message.message_id().and_then(id),
        reply_to: first(message.reply_to()).filter(|other| Some(other) != from.as_ref()),
        from,
        recipients: recipients(&message),
        subject,
        references: ids(message.references()),
        in_reply_to: ids(message.in_reply_to()),
        written_at,
        text: words::text(&message),
        attachments: words::attachments(&message),
        automatic: automatic(&message),
        report: report(&message),
        digest,
    })
}

fn first(address: Option<&Address<'_>>) -> Option<Mailbox> {
    let all = address?.iter();
    all.filter_map(|one| Mailbox::of(one.address()?, one.name().unwrap_or_default())).next()
}

fn recipients(message: &Message<'_>) -> Vec<Mailbox> {
    let named = [message.to(), message.cc()].into_iter().flatten().flat_map(Address::iter);
    let named = named.filter_map(|one| Mailbox::of(one.address()?, ""));
    // The servers on the way say to which address it really went.
    let told = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];
    let told = told.iter().flat_map(|name| raw(message, name));
    let told = told.filter_map(|text| Mailbox::of(text.trim_matches(['<', '>', ' ']), ""));
    named.chain(told).take(RECIPIENTS).collect()
}

/// The values of a header as they stand there, unfolded.
pub(super) fn raw<'m>(message: &'m Message<'_>, name: &str) -> Vec<String> {
    let wanted = |(known, _): &(&'m str, &'m str)| known.eq_ignore_ascii_case(name);
    message.headers_raw().filter(wanted).map(|(_, value)| line(value)).collect()
}

/// An id that can be used; nothing for one with odd characters, too long, or so short that it is a
/// part of many others.
fn id(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']);
    let fits = !text.is_empty()
        && text.len() <= LONGEST_ID
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"\\#".contains(&b));
    let says = |part: &str| part.bytes().any(|b| b.is_ascii_alphanumeric());
    let tells = match text.rsplit_once('@') {
        Some((left, right)) => says(left) && says(right),
        None => text.len() >= SHORTEST_ID && says(text),
    };
    (fits && tells).then(|| text.to_owned())
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let all: Vec<String> = match value {
        HeaderValue::Text(one) => id(one).into_iter().collect(),
        HeaderValue::TextList(all) => all.iter().filter_map(|one| id(one)).collect(),
        _ => Vec::new(),
    };
    let skip = all.len().saturating_sub(REFERENCES);
    let (first, rest) = (all.first().cloned(), all.into_iter().skip(skip.saturating_add(1)));
    first.into_iter().chain(rest).collect()
}

/// Whether a machine answered: an absence note, a receipt, another help desk. RFC 3834 for
/// `Auto-Submitted`; the rest is what servers wrote before it, and still write.
fn automatic(message: &Message<'_>) -> Option<&'static str> {
    let has = |name: &str, words: &[&str]| {
        raw(message, name).iter().any(|value| {
            let value = value.to_lowercase();
            let first = value.split([';', ' ']).next().unwrap_or_default();
            words.contains(&first)
        })
    };
    if has("Auto-Submitted", &["auto-replied", "auto-notified"]) {
        return Some("Auto-Submitted");
    }
    if has("Precedence", &["auto_reply", "auto-reply"]) {
        return Some("Precedence");
    }
    let said = ["X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply"];
    if said.iter().any(|name| !raw(message, name).is_empty()) {
        return Some("X-Autoreply");
    }
    // Exchange marks its own automatic answers so; a person's mail carries it not.
    let suppressed = raw(message, "X-Auto-Response-Suppress").iter().any(|value| {
        let value = value.to_lowercase();
        value.contains("all") || value.contains("autoreply") || value.contains("oof")
    });
    let generated = has("Auto-Submitted", &["auto-generated"]);
    if suppressed && generated {
        return Some("X-Auto-Response-Suppress");
    }
    let nobody = raw(message, "Return-Path").iter().any(|path| path.trim() == "<>");
    nobody.then_some("Return-Path")
}

fn digest(from: Option<&Mailbox>, written: Option<i64>, subject: &str) -> String {
    let from = from.map_or("", |from| from.address.as_str());
    let written = written.unwrap_or_default();
    let digest = Sha256::digest(format!("{from}\n{written}\n{subject}"));
    hex(&digest)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
