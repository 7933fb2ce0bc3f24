//! The words of a mail, as plain text, and what is attached.

use mail_parser::{Message, MimeHeaders as _, PartType};

use super::address::line;
use crate::shown::keep;

/// The most bytes of text that are read from one mail.
const LONGEST: usize = 400_000;
/// The most attachments that are named.
const MOST: usize = 50;

/// The words: the plain parts, and where there are none the HTML as text. Nothing of the HTML itself
/// is kept.
pub(super) fn text(message: &Message<'_>) -> String {
    let mut whole = String::new();
    for at in 0..message.text_body_count() {
        let Some(part) = message.body_text(at) else { continue };
        if !whole.is_empty() {
            whole.push('\n');
        }
        whole.push_str(&part);
        if whole.len() > LONGEST {
            break;
        }
    }
    clean(&whole)
}

/// Lines without what shows nothing, without white space at their ends, never more than one empty one
/// after another.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut empty = 0;
    for row in text.lines() {
        let shown: String = row.chars().filter(|c| keep(*c)).collect();
        let shown = shown.trim_end();
        empty = if shown.is_empty() { empty + 1 } else { 0 };
        if empty > 1 || (empty == 1 && out.is_empty()) {
            continue;
        }
        if out.len().saturating_add(shown.len()) > LONGEST {
            out.push_str("[...]\n");
            break;
        }
        out.push_str(shown);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// Each attachment as one line: its name without path or invisible characters, and its size.
pub(super) fn attachments(message: &Message<'_>) -> Vec<String> {
    let all = message.attachments().filter(|part| !matches!(part.body, PartType::Multipart(_)));
    all.take(MOST).map(|part| named(part.attachment_name(), part.len())).collect()
}

fn named(name: Option<&str>, bytes: usize) -> String {
    let name = name.unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let last = line(last);
    let last = last.trim_start_matches('.');
    let name = if last.is_empty() { "?" } else { last };
    format!("{name} ({})", size(bytes))
}

fn size(bytes: usize) -> String {
    if bytes < 1_000 {
        format!("{bytes} B")
    } else if bytes < 1_000_000 {
        format!("{} kB", bytes / 1_000)
    } else {
        format!("{} MB", bytes / 1_000_000)
    }
}
