//! Reports of mail servers that could not deliver (RFC 3464).

use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

use super::address::line;

/// What a mail server tells of a mail of ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The id of that mail, without angle brackets; none where the report does not hold it.
    pub of: Option<String>,
    /// Whether it is given up: `failed`, not `delayed` or `delivered`.
    pub failed: bool,
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
    let mut found = Report::default();
    for part in &message.parts {
        if part.is_content_type("message", "delivery-status")
            || part.is_content_type("message", "global-delivery-status")
        {
            status(&String::from_utf8_lossy(part.contents()), &mut found);
        } else if let Some(id) = returned(part) {
            found.of = Some(id);
        }
    }
    Some(found)
}

/// Reads `Action` and `Diagnostic-Code` of every recipient.
fn status(text: &str, found: &mut Report) {
    let unfolded = text.replace("\r\n ", " ").replace("\r\n\t", " ").replace("\n ", " ");
    for field in unfolded.replace("\n\t", " ").lines() {
        let Some((name, value)) = field.split_once(':') else { continue };
        match name.trim().to_lowercase().as_str() {
            "action" => found.failed |= value.trim().eq_ignore_ascii_case("failed"),
            "diagnostic-code" if found.why.is_empty() => {
                found.why = line(value.split_once(';').map_or(value, |(_, said)| said));
            }
            _ => {}
        }
    }
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
