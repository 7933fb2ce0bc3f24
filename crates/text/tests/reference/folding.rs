//! The form of a word, folded as a whole.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};

use super::nature::{category, is_accent, is_of_south_east_asia};

/// Compatibility forms made plain.
pub(crate) fn wide(c: char) -> String {
    ComposingNormalizer::new_nfkc().normalize(&c.to_string()).into_owned()
}

/// Folds a word, of which what nobody sees was left out.
pub(crate) fn fold(word: &str) -> String {
    let mut text = ComposingNormalizer::new_nfc().normalize(word).into_owned();
    loop {
        let next = round(&text);
        if next == text {
            return next;
        }
        text = next;
    }
}

fn round(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        let own = wide(c);
        // ำ is two characters to NFKC, but one to those who type it.
        let keeps = is_of_south_east_asia(c) && own.chars().count() > 1;
        plain.push_str(&if keeps { c.to_string() } else { own });
    }
    let plain = ComposingNormalizer::new_nfc().normalize(&plain).into_owned();
    let bare: String = plain.chars().map(bare).collect();
    let folded = CaseMapper::new().fold_string(&bare).into_owned();
    let folded: String = folded.chars().map(undrawn).collect();
    ComposingNormalizer::new_nfc().normalize(&folded).into_owned()
}

fn bare(c: char) -> String {
    if category(c) == GeneralCategory::DecimalNumber {
        return digit(c).to_string();
    }
    let parts = DecomposingNormalizer::new_nfd().normalize(&c.to_string()).into_owned();
    let script = parts.chars().next().map(|first| CodePointMapData::<Script>::new().get(first));
    let own_letter = matches!(script, Some(Script::Cyrillic | Script::Arabic));
    let kept = if own_letter && !matches!(c, 'ё' | 'Ё') { c.to_string() } else { parts };
    kept.chars().filter(|c| !is_accent(*c) && !matches!(c, '\u{2BC}' | '·')).collect()
}

/// Letters drawn with a stroke or as a pair.
fn undrawn(c: char) -> String {
    match c {
        'ø' => "o".to_owned(),
        'ł' => "l".to_owned(),
        'đ' => "d".to_owned(),
        'ħ' => "h".to_owned(),
        'ŧ' => "t".to_owned(),
        'ı' => "i".to_owned(),
        'æ' => "ae".to_owned(),
        'œ' => "oe".to_owned(),
        _ => c.to_string(),
    }
}

/// The digits of a script stand in a row of ten, and rows may touch.
fn digit(c: char) -> char {
    let mut number = u32::from(c);
    let mut steps = 0;
    while char::from_u32(number - 1)
        .is_some_and(|before| category(before) == GeneralCategory::DecimalNumber)
    {
        number -= 1;
        steps += 1;
    }
    char::from_digit(steps % 10, 10).expect("a digit")
}
