//! What a character folds to: width, case and diacritics.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, HangulSyllableType};

use crate::classify::{Classifier, IGNORED, JOIN, MARK, MODIFIER_APOSTROPHE, SINGLE, WORD};

/// Set on characters whose folded form may combine with the one before it.
const COMPOSES: u8 = 0x80;

/// Folding ends after this many rounds for every character of Unicode.
const ROUNDS: usize = 6;

/// Latin letters that are drawn with a stroke or as a pair, for which Unicode has no
/// decomposition. People type them without.
const PLAIN: [(char, &str); 8] = [
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ı', "i"),
    ('æ', "ae"),
    ('œ', "oe"),
];

pub(crate) struct Folder<'a> {
    classifier: &'a Classifier,
}

impl<'a> Folder<'a> {
    pub(crate) fn new(classifier: &'a Classifier) -> Self {
        Self { classifier }
    }

    /// The class with its flag, and the folded text where it differs from the character.
    pub(crate) fn judge(&self, c: char) -> (u8, Option<String>) {
        let class = self.classifier.class(c);
        match class {
            MARK | IGNORED => (class, Some(String::new())),
            JOIN => (class | COMPOSES, differing(c, self.decompose(&c.to_string()))),
            WORD | SINGLE => self.judge_letter(c, class),
            _ => (class, None),
        }
    }

    /// A letter or number: its class follows from what it folds to.
    fn judge_letter(&self, c: char, class: u8) -> (u8, Option<String>) {
        let folded = self.fold(c);
        if folded.is_empty() {
            return (MARK, Some(folded));
        }
        let singles = folded.chars().any(|f| self.classifier.class(f) == SINGLE);
        let class = if singles { SINGLE } else { class };
        // A token of one character stays one, so that a text and its folded form have as many.
        let folded =
            if class == SINGLE && folded.chars().count() > 1 { c.to_string() } else { folded };
        let flag = if folded.chars().any(combines) { COMPOSES } else { 0 };
        (class | flag, differing(c, folded))
    }

    fn fold(&self, c: char) -> String {
        let mut text = c.to_string();
        for _ in 0..ROUNDS {
            let next = self.round(&text);
            if next == text {
                break;
            }
            text = next;
        }
        ComposingNormalizer::new_nfc().normalize(&text).into_owned()
    }

    /// One round of folding; a text that it leaves alone is folded.
    fn round(&self, text: &str) -> String {
        let bare: String = self
            .decompose(text)
            .chars()
            .filter(|c| !matches!(self.classifier.class(*c), MARK | IGNORED))
            .filter(|c| *c != MODIFIER_APOSTROPHE)
            .collect();
        let mut folded = String::new();
        for c in CaseMapper::new().fold_string(&bare).chars() {
            match PLAIN.iter().find(|(letter, _)| *letter == c) {
                Some((_, plain)) => folded.push_str(plain),
                None => folded.push(c),
            }
        }
        folded
    }

    /// Compatibility forms are undone only where letters remain: ﬁ becomes fi, but ½ stays.
    fn decompose(&self, text: &str) -> String {
        let wide = DecomposingNormalizer::new_nfkd().normalize(text).into_owned();
        if wide.chars().all(|c| self.classifier.is_wordlike(c) || c.is_ascii_alphanumeric()) {
            wide
        } else {
            DecomposingNormalizer::new_nfd().normalize(text).into_owned()
        }
    }
}

fn differing(c: char, folded: String) -> Option<String> {
    let mut chars = folded.chars();
    if chars.next() == Some(c) && chars.next().is_none() { None } else { Some(folded) }
}

fn combines(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let syllable = CodePointMapData::<HangulSyllableType>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
        || matches!(syllable, HangulSyllableType::VowelJamo | HangulSyllableType::TrailingJamo)
}
