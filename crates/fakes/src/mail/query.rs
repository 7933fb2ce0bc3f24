//! Searches and sets of numbers, as far as a help desk uses them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::world::Stored;

/// The numbers of the mails that a search finds.
pub(super) fn search(mails: &[Stored], query: &str) -> Vec<u32> {
    let words: Vec<&str> = query.splitn(3, ' ').collect();
    let fits = |mail: &&Stored| match words.as_slice() {
        ["UID", set] => in_set(mails, set, mail.uid),
        ["SINCE", day] => day_of(mail.at) >= ordinal(day),
        ["HEADER", name, value] => has(mail, name, value),
        _ => true,
    };
    mails.iter().filter(fits).map(|mail| mail.uid).collect()
}

/// Whether a number is in a set such as `1,3,7:*`. A range with `*` holds the newest, always.
pub(super) fn in_set(mails: &[Stored], set: &str, uid: u32) -> bool {
    let newest = mails.iter().map(|mail| mail.uid).max().unwrap_or(0);
    let number = |text: &str| if text == "*" { Some(newest) } else { text.parse().ok() };
    set.split(',').any(|part| match part.split_once(':') {
        Some((from, to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) => (from.min(to)..=from.max(to)).contains(&uid),
            _ => false,
        },
        None => number(part) == Some(uid),
    })
}

/// Whether a header holds a value, in quotes in the search.
fn has(mail: &Stored, name: &str, value: &str) -> bool {
    let value = value.trim_matches('"').replace("\\\"", "\"").to_lowercase();
    let text = mail.text().replace("\r\n ", " ").replace("\r\n\t", " ");
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    head.lines().any(|line| {
        line.split_once(':').is_some_and(|(known, held)| {
            known.eq_ignore_ascii_case(name) && held.to_lowercase().contains(&value)
        })
    })
}

fn day_of(at: i64) -> i64 {
    at.div_euclid(86_400)
}

/// The day of a date such as `1-Feb-1994`, counted from 1970.
fn ordinal(day: &str) -> i64 {
    let date = jiff::civil::Date::strptime("%d-%b-%Y", day).ok();
    let start = date.and_then(|date| date.to_zoned(TimeZone::UTC).ok());
    start.map_or(0, |start| day_of(start.timestamp().as_second()))
}

/// A time as IMAP writes it: `"12-Mar-2026 14:02:00 +0000"`.
pub(super) fn internal_date(at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).strftime("\"%d-%b-%Y %H:%M:%S +0000\"").to_string()
}
