//! Signs of spam in the look of a text.

use earshot_model::EvidenceKind;

use crate::few::Few;
use crate::reading::Reading;
use crate::ruling::{Reason, fact, words};
use crate::words::{Kind, Word};

/// From which weight on the words of a text are a pitch.
const PITCH: f32 = 1.1;

/// How many signs there can be at once.
const SIGNS: usize = 8;

/// What the look says, whoever speaks.
pub(super) fn signs(reading: &Reading<'_>) -> Few<Reason, SIGNS> {
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
pub(super) fn of_a_stranger(reading: &Reading<'_>, pitch: f32) -> Few<Reason, SIGNS> {
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
    both.for_each(|(word, weight)| why.push(words(word.span, weight)));
    why
}

fn counted(signs: &[(&'static str, bool, f32)]) -> Few<Reason, SIGNS> {
    let mut why = Few::default();
    for (key, _, weight) in signs.iter().filter(|(_, holds, _)| *holds) {
        why.push(fact(EvidenceKind::Count, key, *weight));
    }
    why
}

/// How many words are looked at for repetition.
const LOOKED_AT: usize = 60;

/// Whether one longer word makes up a third of a text of nine words or more.
fn repeats(reading: &Reading<'_>) -> bool {
    if reading.count(Kind::Plain) < 9 {
        return false;
    }
    let plain = || {
        let words = reading.words.list.iter().filter(|word| word.kind == Kind::Plain);
        words.take(LOOKED_AT).map(|word| reading.words.lower(word))
    };
    let all = plain().count();
    // Words of one look, counted roughly: where no look makes up a third, no word does.
    let mut looks = [0_u8; 64];
    for word in plain() {
        let ends = word.bytes().next().into_iter().chain(word.bytes().next_back());
        let look = ends.fold(word.len(), |look, byte| look * 7 + usize::from(byte));
        looks.iter_mut().skip(look % 64).take(1).for_each(|count| *count += 1);
    }
    if looks.iter().all(|count| usize::from(*count) * 3 < all) {
        return false;
    }
    let times = |word: &str| plain().filter(|other| *other == word).count();
    // A word that makes up a third is met before two thirds are over.
    let mut early = plain().enumerate().take_while(|(at, _)| at * 3 <= all * 2);
    early.any(|(_, word)| word.len() > 3 && times(word) * 3 >= all)
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
