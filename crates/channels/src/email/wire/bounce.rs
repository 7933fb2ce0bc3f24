//! Reports of mail servers that could not deliver (RFC 3464).

use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

use super::address::{Mailbox, line};
use super::mail::raw;

/// The most recipients of one report that are looked at; our letters have one.
const RECIPIENTS: usize = 20;

/// What a mail server tells of a mail of ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The id of that mail, without angle brackets; none where the report does not hold it.
    pub of: Option<String>,
    /// Whether no one may be answered: its `Return-Path` is empty, as RFC 3464 asks. The receiving
    /// server writes that line itself, above all that a sender wrote.
    pub from_nobody: bool,
    /// The recipients that are given up: `failed`, not `delayed` or `delivered`.
    pub given_up: Vec<GivenUp>,
}

/// A recipient that is given up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenUp {
    /// Its address, as the last server knows it and as it was written at first.
    pub to: Vec<Mailbox>,
    /// What the other server said, in one line.
    pub why: String,
}

/// The report in a message; nothing where it is none.
pub(super) fn report(message: &Message<'_>) -> Option<Report> {
    let kind = message.content_type()?;
    let named = kind.attribute("report-type").unwrap_or_default();
    let is_report = kind.ctype().eq_ignore_ascii_case("multipart")
        && kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
        && named.eq_ignore_ascii_case("delivery-status");
    if !is_report {
        return None;
    }
    let paths = raw(message, "Return-Path");
    let from_nobody = paths.first().is_some_and(|path| path.trim() == "<>");
    let mut found = Report { from_nobody, ..Report::default() };
    for part in &message.parts {
        if part.is_content_type("message", "delivery-status")
            || part.is_content_type("message", "global-delivery-status")
        {
            status(&String::from_utf8_lossy(part.contents()), &mut found.given_up);
        } else if let Some(id) = returned(part) {
            found.of = Some(id);
        }
    }
    Some(found)
}

/// Reads the fields of every recipient: each stands in a paragraph of its own.
fn status(text: &str, given_up: &mut Vec<GivenUp>) {
    let unfolded = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let one = |paragraph: &str| {
        let mut one = GivenUp::default();
        let mut failed = false;
        for field in paragraph.lines() {
            let Some((name, value)) = field.split_once(':') else { continue };
            let typed = value.split_once(';').map_or(value, |(_, value)| value);
            match name.trim().to_lowercase().as_str() {
                "action" => failed |= value.trim().eq_ignore_ascii_case("failed"),
                "final-recipient" | "original-recipient" => {
                    one.to.extend(Mailbox::of(typed.trim().trim_matches(['<', '>']), ""));
                }
                "diagnostic-code" if one.why.is_empty() => one.why = line(typed),
                _ => {}
            }
        }
        failed.then_some(one)
    };
    let room = RECIPIENTS.saturating_sub(given_up.len());
    given_up.extend(unfolded.split("\n\n").filter_map(one).take(room));
}

/// The id of the mail that came back, whole or with its headers alone.
fn returned(part: &MessagePart<'_>) -> Option<String> {
    let clean = |id: &str| id.trim().trim_matches(['<', '>']).to_owned();
    if let PartType::Message(inner) = &part.body {
        return inner.message_id().map(clean);
    }
    let headers = part.is_content_type("text", "rfc822-headers")
        || part.is_content_type("message", "rfc822-headers")
        || part.is_content_type("message", "rfc822");
    let text = String::from_utf8_lossy(part.contents());
    let named = |field: &str| {
        let (name, value) = field.split_once(':')?;
        name.eq_ignore_ascii_case("message-id").then(|| clean(value))
    };
    text.lines().filter(|_| headers).find_map(named)
}
