//! The columns of one record.

use earshot_model::Time;
use jiff::fmt::strtime;

use super::{COLUMNS, Problem, Tweet};

/// As the set writes dates: `Tue Oct 31 22:10:47 +0000 2017`.
const DATE: &str = "%a %b %d %H:%M:%S %z %Y";
/// Most characters of a column that an error repeats.
const SHOWN: usize = 40;
/// Longest author, in bytes: as for every channel.
const MOST_AUTHOR_BYTES: usize = 512;

/// Reads a record.
pub(super) fn tweet(record: &str, line: u64, now: Time) -> Result<Tweet, Problem> {
    let fields: Vec<&str> = record.splitn(COLUMNS.len(), '\t').collect();
    let [id, author, inbound, created_at, answers, parent, text] = fields.as_slice() else {
        return Err(Problem::Columns { found: fields.len() });
    };
    let posted_at = date(&unquoted(created_at))?;
    if posted_at > now {
        return Err(Problem::Future);
    }
    Ok(Tweet {
        line,
        id: number("tweet_id", &unquoted(id))?,
        author: name(unquoted(author))?,
        inbound: truth(&unquoted(inbound))?,
        posted_at,
        answers: list(&unquoted(answers))?,
        parent: optional(&unquoted(parent))?,
        text: words(&unquoted(text)),
    })
}

/// A field without the quotes around it, if quotes stand around it and all inside are doubled.
pub(super) fn unquoted(field: &str) -> String {
    let inner = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => field.to_owned(),
    }
}

/// Whether the last column begins with a quote that no quote closes on this line.
pub(super) fn is_open(record: &str) -> bool {
    let last = record.splitn(COLUMNS.len(), '\t').nth(COLUMNS.len() - 1);
    last.and_then(|text| text.strip_prefix('"')).is_some_and(|rest| !closes(rest))
}

/// Whether a line of a quoted text ends with the quote that closes it, not with a doubled one.
pub(super) fn closes(line: &str) -> bool {
    let quotes = line.len() - line.trim_end_matches('"').len();
    quotes % 2 == 1
}

/// Whether a line looks like a record of its own, and so does not belong to the text before it.
pub(super) fn begins_record(line: &str) -> bool {
    let mut fields = line.split('\t');
    let id = fields.next().map(unquoted).and_then(|id| whole_number(&id));
    id.is_some() && fields.count() + 1 >= COLUMNS.len()
}

fn wrong(column: &'static str, found: &str, wanted: &'static str) -> Problem {
    Problem::Field { column, found: found.chars().take(SHOWN).collect(), wanted }
}

fn is_missing(field: &str) -> bool {
    matches!(field, "" | "None" | "nan" | "NaN" | "null" | "NULL" | "\\N")
}

/// `3` and `3.0` are both three.
fn whole_number(field: &str) -> Option<u64> {
    let digits = field.strip_suffix(".0").unwrap_or(field);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn number(column: &'static str, field: &str) -> Result<u64, Problem> {
    whole_number(field).ok_or_else(|| wrong(column, field, "a whole number"))
}

fn optional(field: &str) -> Result<Option<u64>, Problem> {
    if is_missing(field) {
        return Ok(None);
    }
    number("in_response_to_tweet_id", field).map(Some)
}

fn list(field: &str) -> Result<Vec<u64>, Problem> {
    if is_missing(field) {
        return Ok(Vec::new());
    }
    let wanted = "whole numbers parted by commas";
    field
        .split(',')
        .map(|id| whole_number(id.trim()).ok_or_else(|| wrong("response_tweet_id", field, wanted)))
        .collect()
}

fn name(field: String) -> Result<String, Problem> {
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if is_missing(&field) || field.len() > MOST_AUTHOR_BYTES || field.contains(odd) {
        return Err(wrong("author_id", &field, "a customer's number or a brand's handle"));
    }
    Ok(field)
}

fn truth(field: &str) -> Result<bool, Problem> {
    match field {
        "True" | "true" | "TRUE" => Ok(true),
        "False" | "false" | "FALSE" => Ok(false),
        _ => Err(wrong("inbound", field, "True or False")),
    }
}

fn date(field: &str) -> Result<Time, Problem> {
    let wanted = "a date such as Tue Oct 31 22:10:47 +0000 2017";
    strtime::parse(DATE, field)
        .and_then(|parsed| parsed.to_timestamp())
        .map(Time::from)
        .map_err(|_| wrong("created_at", field, wanted))
}

/// The text as its author wrote it. Twitter's interface gave `&`, `<` and `>` as entities, and only
/// these three. A NUL, which no database column can hold, becomes the replacement character.
fn words(field: &str) -> String {
    field
        .replace("\\r\\n", "\n")
        .replace("\\n", "\n")
        .replace("\\r", "\n")
        .replace("\\t", "\t")
        .replace('\0', "\u{fffd}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
