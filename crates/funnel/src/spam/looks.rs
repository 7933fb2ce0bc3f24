//! Signs of spam in the look of a text.

use earshot_model::{Evidence, EvidenceKind};

use crate::evidence::{fact, words};
use crate::reading::Reading;
use crate::words::{Kind, Word};

/// From which weight on the words of a text are a pitch.
const PITCH: f32 = 1.1;

/// What the look says, whoever speaks.
pub(super) fn signs(reading: &Reading<'_>) -> Vec<Evidence> {
    let words = &reading.words;
    let links = reading.count(Kind::Link);
    counted(&[
        ("link", links == 1, 1.0),
        ("links", links >= 2, 1.8),
        ("hashtags", reading.count(Kind::Hashtag) >= 6, 1.5),
        ("mentions", reading.count(Kind::Mention) >= 6, 1.5),
        ("repeated-signs", words.longest_run >= 8, 0.8),
        ("emoji", reading.count(Kind::Emoji) >= 8, 1.0),
        ("capitals", words.letters >= 25 && words.capitals * 10 > words.letters * 6, 0.7),
        ("repeated-words", repeats(reading), 1.2),
    ])
}

/// What the look says of a post that speaks to nobody. `pitch` is what its words weigh: a link or a
/// hashtag alone is no offence, beside a pitch it is where the pitch leads.
pub(super) fn of_a_stranger(reading: &Reading<'_>, pitch: f32) -> Vec<Evidence> {
    let links = reading.count(Kind::Link);
    let tags = reading.count(Kind::Hashtag);
    let mut why = counted(&[
        ("link-and-pitch", links > 0 && pitch >= PITCH, 0.9),
        ("hashtag-and-pitch", tags > 0 && pitch >= PITCH, 0.5),
        ("mostly-hashtags", tags >= 7 && tags > 2 * reading.count(Kind::Plain), 1.5),
    ]);
    let list = &reading.words.list;
    let numbered = list.iter().find(|word| is_numbered_host(reading, word));
    let stray = list.last().filter(|word| is_stray_number(reading, word));
    let both = numbered.map(|word| (word, 0.6)).into_iter().chain(stray.map(|word| (word, 0.4)));
    why.extend(both.map(|(w, weight)| words(reading.written(w.span), w.span, weight)));
    why
}

fn counted(signs: &[(&str, bool, f32)]) -> Vec<Evidence> {
    let held = signs.iter().filter(|(_, holds, _)| *holds);
    held.map(|(key, _, weight)| fact(EvidenceKind::Count, key, *weight)).collect()
}

/// Whether one longer word makes up a third of a text of nine words or more.
fn repeats(reading: &Reading<'_>) -> bool {
    let plain: Vec<&str> = reading
        .words
        .list
        .iter()
        .filter(|word| word.kind == Kind::Plain)
        .take(60)
        .map(|word| reading.words.lower(word))
        .collect();
    let times = |word: &str| plain.iter().filter(|other| **other == word).count();
    plain.len() >= 9 && plain.iter().any(|word| word.len() > 3 && times(word) * 3 >= plain.len())
}

/// A link to a site whose name ends in a number: names that are registered by the dozen.
fn is_numbered_host(reading: &Reading<'_>, word: &Word) -> bool {
    if word.kind != Kind::Link {
        return false;
    }
    let written = reading.written(word.span);
    let host = written.split("://").last().and_then(|rest| rest.split(['/', '?', '#']).next());
    let name = host.and_then(|host| host.rsplit_once('.')).map(|(name, _)| name);
    name.is_some_and(|name| name.ends_with(|c: char| c.is_ascii_digit()))
        && !name.is_some_and(|name| name.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// A short number as the last word, or as a hashtag: what tells copies of one text apart.
fn is_stray_number(reading: &Reading<'_>, word: &Word) -> bool {
    let digits = reading.words.lower(word);
    matches!(word.kind, Kind::Plain | Kind::Hashtag)
        && digits.len() <= 4
        && !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit())
}
