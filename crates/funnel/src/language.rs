//! Which language a post is written in.

use earshot_model::EvidenceKind;

use crate::lexicon::{LANGUAGES, bit};
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reasons, Ruling, fact};

/// What a channel's claim counts, in common words.
const CLAIM: f32 = 1.5;

/// From which likelihood on rows of letters outweigh common words.
const NEARLY_CERTAIN: f32 = 0.97;

/// From which confidence on common words need no help from rows of letters.
const SURE: f32 = 0.75;

/// The fewest common words, or equivalents, for a judgement.
const FEWEST: f32 = 1.4;

/// Judges by script first, then by common words; `und` when it cannot be told.
pub(crate) fn judge<'a>(
    reading: &Reading<'_>,
    claimed: Option<&'a str>,
    opinion: Option<&Opinion<'a, '_>>,
) -> Ruling<&'a str> {
    if let Some((language, share)) = by_script(reading.text) {
        let why = fact(EvidenceKind::Count, "script", share);
        return Ruling::because(language, 0.5 + share / 2.0, why);
    }
    let by_words = by_words(reading, claimed);
    if by_words.value != "und" && by_words.confidence >= SURE {
        return by_words;
    }
    // Where common words point elsewhere, rows of letters must be nearly certain.
    let least = if by_words.value == "und" { 0.0 } else { NEARLY_CERTAIN };
    match opinion.and_then(Opinion::language) {
        Some((language, likelihood)) if likelihood >= least => {
            let why = fact(EvidenceKind::Count, "letters", likelihood);
            Ruling::because(language, likelihood, why)
        }
        _ => by_words,
    }
}

/// Languages whose script tells them, with the share of letters in that script.
fn by_script(text: &str) -> Option<(&'static str, f32)> {
    // None of these scripts is ASCII.
    if text.is_ascii() {
        return None;
    }
    let mut letters = 0_u16;
    let mut counts = [0_u16; 9];
    let mut persian_or_ukrainian = 0_u16;
    for c in text.chars().filter(|c| c.is_alphabetic()).take(400) {
        letters += 1;
        let script = match c {
            '\u{3040}'..='\u{30ff}' => 0,
            '\u{4e00}'..='\u{9fff}' => 1,
            '\u{ac00}'..='\u{d7af}' => 2,
            '\u{600}'..='\u{6ff}' => 3,
            '\u{400}'..='\u{4ff}' => 4,
            '\u{370}'..='\u{3ff}' => 5,
            '\u{590}'..='\u{5ff}' => 6,
            '\u{e00}'..='\u{e7f}' => 7,
            '\u{900}'..='\u{97f}' => 8,
            _ => continue,
        };
        persian_or_ukrainian +=
            u16::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'і' | 'ї' | 'є' | 'ґ'));
        if let Some(count) = counts.get_mut(script) {
            *count += 1;
        }
    }
    let [kana, han, hangul, arabic, cyrillic, greek, hebrew, thai, devanagari] = counts;
    let special = persian_or_ukrainian > 0;
    // Japanese mixes its own letters with Chinese ones.
    let (japanese, chinese) = if kana > 0 { (kana + han, 0) } else { (0, han) };
    let candidates = [
        ("ja", japanese),
        ("zh", chinese),
        ("ko", hangul),
        (if special { "fa" } else { "ar" }, arabic),
        (if special { "uk" } else { "ru" }, cyrillic),
        ("el", greek),
        ("he", hebrew),
        ("th", thai),
        ("hi", devanagari),
    ];
    let (language, count) = candidates.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 0 && count >= letters / 2).then(|| (language, f32::from(count) / f32::from(letters)))
}

fn by_words<'a>(reading: &Reading<'_>, claimed: Option<&'a str>) -> Ruling<&'a str> {
    let claim = claimed.map_or(0, bit);
    let mut scores = LANGUAGES.map(|language| (language, 0.0_f32));
    for (_, entry) in reading.known().filter(|(_, entry)| (entry.stop | entry.content) != 0) {
        // A word that many languages share tells little.
        let common = [1.5, 1.0, 0.6, 0.4].get(shared(entry.stop)).copied().unwrap_or(0.2);
        let content = 0.5 / [1.0, 2.0, 3.0].get(shared(entry.content)).copied().unwrap_or(4.0);
        for (set, worth) in [(entry.stop, common), (entry.content, content)] {
            // From language to language, by the bits that are set.
            let mut rest = set;
            while rest != 0 {
                let place = usize::try_from(rest.trailing_zeros()).unwrap_or(usize::MAX);
                scores.iter_mut().skip(place).take(1).for_each(|(_, score)| *score += worth);
                rest &= rest - 1;
            }
        }
    }
    let plain = reading.text.is_ascii();
    for (place, (language, score)) in scores.iter_mut().enumerate() {
        if !plain {
            *score += letters_of(language, reading.text);
        }
        if claim >> place & 1 == 1 {
            *score += CLAIM;
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let [(language, best), (_, second), ..] = scores;
    let margin = best / (best + second).max(0.1);
    if best < FEWEST || margin < 0.54 {
        // What the channel claims of a language that we have no words for is all there is.
        return match claimed.filter(|_| claim == 0) {
            Some(claimed) if !claimed.is_empty() => {
                Ruling::because(claimed, 0.5, fact(EvidenceKind::Channel, "language", 0.5))
            }
            _ => Ruling::plain("und", 0.5),
        };
    }
    let certainty = margin * (1.0 - (-best / 3.0).exp() / 2.0);
    let mut why = Reasons::one(fact(EvidenceKind::Count, "common-words", best));
    if claim == bit(language) {
        why.push(fact(EvidenceKind::Channel, "language", CLAIM));
    }
    Ruling::of(language, certainty, why)
}

/// How many other languages share a word, as an index: 0 when it has only one.
fn shared(set: u8) -> usize {
    usize::try_from(set.count_ones().saturating_sub(1)).unwrap_or(usize::MAX)
}

/// Letters that one language has and the others do not, counted up to two.
fn letters_of(language: &str, text: &str) -> f32 {
    let own: &[char] = match language {
        "de" => &['ä', 'ö', 'ü', 'ß', 'Ä', 'Ö', 'Ü'],
        "es" => &['ñ', '¿', '¡', 'Ñ'],
        "pt" => &['ã', 'õ', 'Ã', 'Õ'],
        "fr" => &['œ', 'è', 'ê', 'û', 'ï'],
        _ => return 0.0,
    };
    text.chars().filter(|c| own.contains(c)).take(2).map(|_| 0.9).sum()
}
