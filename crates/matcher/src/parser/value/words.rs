//! Values that are names, codes and words of closed lists.

use std::str::FromStr;

use earshot_model::{Emotion, IdentityMatch, Intent, Level, Sentiment, Timeliness};
use earshot_text::fold;

use super::super::fields::{allowed, slips};
use crate::ast::{Leaf, Trait, VerdictTest};
use crate::error::Problem;

/// A handle, folded, without its `@`.
pub(super) fn handle(value: &str) -> Option<String> {
    let value = value.trim();
    let name = value.strip_prefix('@').unwrap_or(value);
    let plain = !name.chars().any(|c| c.is_whitespace() || matches!(c, '*' | '?'));
    let named = name.chars().any(char::is_alphanumeric);
    (plain && named).then(|| fold(name))
}

/// The primary subtag of a BCP 47 code in lower case: two or three letters.
pub(super) fn language(value: &str) -> Option<String> {
    let code = value.trim().to_ascii_lowercase().replace('_', "-");
    let mut parts = code.split('-');
    let main = parts.next()?;
    let letters = matches!(main.len(), 2 | 3) && main.chars().all(|c| c.is_ascii_lowercase());
    let rest = parts
        .all(|part| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    (letters && rest).then(|| main.to_owned())
}

pub(super) fn country(value: &str) -> Option<String> {
    let code = value.trim().to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

pub(super) fn city(value: &str) -> Option<String> {
    let name = fold(value).split_whitespace().collect::<Vec<_>>().join(" ");
    name.chars().any(char::is_alphanumeric).then_some(name)
}

pub(super) fn channel(value: &str) -> Option<String> {
    let name = value.trim().to_ascii_lowercase();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (plain && name.chars().any(char::is_alphanumeric)).then_some(name)
}

/// Other words for facts: field, word, and the word that we write, with its field.
const SYNONYMS: &[(&str, &str, &str, &str)] = &[
    ("type", "retweet", "type", "share"),
    ("type", "repost", "type", "share"),
    ("type", "direct", "type", "dm"),
    ("type", "email", "type", "mail"),
    ("has", "images", "has", "image"),
    ("has", "photo", "has", "image"),
    ("has", "videos", "has", "video"),
    ("has", "video_link", "has", "video"),
    ("has", "links", "has", "link"),
    ("has", "hashtags", "has", "hashtag"),
    ("has", "mentions", "has", "mention"),
    ("has", "cashtags", "has", "cashtag"),
    ("has", "symbols", "has", "cashtag"),
    ("has", "geo", "has", "place"),
    ("is", "retweet", "type", "share"),
    ("is", "repost", "type", "share"),
    ("is", "share", "type", "share"),
    ("is", "reply", "type", "reply"),
    ("is", "quote", "type", "quote"),
    ("authorverified", "true", "is", "verified"),
];

/// The test of `type:`, `has:` or `is:`.
pub(super) fn fact(field: &'static str, value: &str) -> Result<Leaf, Problem> {
    let asked = value.trim().to_ascii_lowercase();
    match (field, asked.as_str()) {
        ("is", "spam") => return Ok(Leaf::Verdict(VerdictTest::Spam)),
        ("is", "noise") => return Ok(Leaf::Verdict(VerdictTest::Noise)),
        _ => {}
    }
    let synonym = SYNONYMS.iter().find(|(f, word, _, _)| *f == field && *word == asked);
    let written = synonym.map_or((field, asked.as_str()), |(_, _, field, word)| (*field, *word));
    if let Some(found) = Trait::ALL.iter().find(|fact| fact.written() == written) {
        return Ok(Leaf::Trait(*found));
    }
    let mut known: Vec<&'static str> = Trait::ALL
        .iter()
        .map(|fact| fact.written())
        .filter(|(f, _)| *f == field)
        .map(|f| f.1)
        .collect();
    match field {
        "is" => known.extend(["reply", "share", "quote", "spam", "noise"]),
        "authorverified" => known.push("true"),
        _ => {}
    }
    Err(unknown(field, value, &known))
}

/// The test of a field that only the verdict answers.
pub(super) fn verdict(field: &'static str, value: &str) -> Result<Leaf, Problem> {
    let asked = value.trim().to_ascii_lowercase().replace('-', "_");
    let test = match field {
        "sentiment" => word(&asked, Sentiment::ALL, Sentiment::word).map(VerdictTest::Sentiment),
        "emotion" => word(&asked, Emotion::ALL, Emotion::word).map(VerdictTest::Emotion),
        "intent" => word(&asked, Intent::ALL, Intent::word).map(VerdictTest::Intent),
        "urgency" => word(&asked, Level::ALL, Level::word).map(VerdictTest::Urgency),
        "timeliness" => {
            word(&asked, Timeliness::ALL, Timeliness::word).map(VerdictTest::Timeliness)
        }
        "value" => word(&asked, Level::ALL, Level::word).map(VerdictTest::Value),
        "influence" => word(&asked, Level::ALL, Level::word).map(VerdictTest::Influence),
        "identity" => {
            word(&asked, IdentityMatch::ALL, IdentityMatch::word).map(VerdictTest::Identity)
        }
        _ if asked == "reply" => Ok(VerdictTest::ExpectsReply),
        _ => Err(vec!["reply"]),
    };
    test.map(Leaf::Verdict).map_err(|known| unknown(field, value, &known))
}

/// A word of a closed list, or all of its words.
fn word<T: FromStr + Copy>(
    asked: &str,
    all: &[T],
    spelled: fn(T) -> &'static str,
) -> Result<T, Vec<&'static str>> {
    asked.parse().map_err(|_| all.iter().map(|value| spelled(*value)).collect())
}

fn unknown(field: &'static str, value: &str, known: &[&'static str]) -> Problem {
    let asked = value.trim().to_ascii_lowercase();
    let near = known
        .iter()
        .map(|word| (slips(&asked, word), *word))
        .filter(|(slips, word)| *slips <= allowed(word))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word);
    Problem::UnknownValue { field, value: value.to_owned(), near, known: known.join(", ") }
}
