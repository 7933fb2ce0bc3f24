//! What a character folds to: width, case, digits and diacritics.

use std::collections::BTreeMap;

use icu_casemap::CaseMapper;
use icu_normalizer::{
    ComposingNormalizer, ComposingNormalizerBorrowed, DecomposingNormalizer,
    DecomposingNormalizerBorrowed,
};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, HangulSyllableType};

use crate::classify::{
    ABOVE, BELOW, COMPOSES, Classifier, EXPAND, EXTEND, MARK, MODIFIER_APOSTROPHE, Nature,
    SEPARATOR, SINGLE, WORD, category, letter_flags,
};

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

/// The Cyrillic letter whose dots are an accent; the others with a mark are letters of their own.
const YO: char = 'ё';

/// Class and flags, and the folded text where that differs from the character.
pub(crate) struct Judged {
    pub(crate) info: u32,
    pub(crate) folded: Option<String>,
}

pub(crate) struct Folder<'a> {
    classifier: &'a Classifier,
    nfc: ComposingNormalizerBorrowed<'static>,
    nfkc: ComposingNormalizerBorrowed<'static>,
    nfd: DecomposingNormalizerBorrowed<'static>,
}

impl<'a> Folder<'a> {
    pub(crate) fn new(classifier: &'a Classifier) -> Self {
        Self {
            classifier,
            nfc: ComposingNormalizer::new_nfc(),
            nfkc: ComposingNormalizer::new_nfkc(),
            nfd: DecomposingNormalizer::new_nfd(),
        }
    }

    /// Class, flags and folded text of a character.
    pub(crate) fn judge(&self, c: char) -> Judged {
        match self.classifier.nature(c) {
            Nature::Settled(SEPARATOR) => self.separator(c),
            Nature::Settled(info) => {
                let dropped = matches!(info & 0xF, MARK | crate::classify::IGNORED);
                Judged { info, folded: dropped.then(String::new) }
            }
            Nature::Open => self.judge_open(c),
        }
    }

    fn separator(&self, c: char) -> Judged {
        Judged { info: SEPARATOR | self.classifier.separator_flags(c), folded: None }
    }

    /// A letter, number, mark or symbol: its class follows from what it folds to.
    fn judge_open(&self, c: char) -> Judged {
        let wide = self.nfkc.normalize(&c.to_string()).into_owned();
        if !wide.chars().any(|w| self.classifier.is_wordlike(w)) {
            return self.separator(c);
        }
        let folded = self.fold(c);
        let is_word = |f: char| self.classifier.is_wordlike(f);
        if !folded.chars().any(is_word) {
            // An accent on a space: ﹰ.
            let known = self.classifier.is_wordlike(c);
            return if known {
                Judged { info: MARK, folded: Some(String::new()) }
            } else {
                self.separator(c)
            };
        }
        let alone = folded.chars().any(|f| self.classifier.stands_alone(f));
        let one = folded.chars().count() == 1;
        if !folded.chars().all(is_word) || alone && !one && !self.keeps_itself(c) {
            return Judged { info: EXPAND, folded: Some(folded) };
        }
        let folded = if alone && !one { c.to_string() } else { folded };
        let kept = folded.chars().next().unwrap_or(c);
        let class = match (alone, self.classifier.extends(c)) {
            (false, _) => WORD,
            (true, false) => SINGLE,
            (true, true) => EXTEND,
        };
        let flags = letter_flags(kept) | if self.composes(&folded) { COMPOSES } else { 0 };
        Judged { info: class | flags, folded: differing(c, folded) }
    }

    /// Thai, Lao, Khmer and Burmese characters are folded only if they stay one: ำ is one sign to
    /// those who type it.
    fn keeps_itself(&self, c: char) -> bool {
        self.classifier.is_south_east_asian(c)
    }

    /// Whether the first character may melt with one before it (NFC).
    fn composes(&self, folded: &str) -> bool {
        let Some(first) = folded.chars().next() else { return false };
        let syllable = CodePointMapData::<HangulSyllableType>::new().get(first);
        matches!(syllable, HangulSyllableType::VowelJamo | HangulSyllableType::TrailingJamo)
            || self.composing_seconds(first)
    }

    /// Whether some character decomposes into another and this one.
    fn composing_seconds(&self, second: char) -> bool {
        SECONDS.with(|seconds| {
            seconds
                .get_or_init(|| {
                    let nfd = &self.nfd;
                    let mut found: Vec<char> = ('\u{80}'..=char::MAX)
                        .filter(|c| {
                            self.nfc.normalize(&c.to_string()).chars().eq(std::iter::once(*c))
                        })
                        .flat_map(|c| {
                            nfd.normalize(&c.to_string()).chars().skip(1).collect::<Vec<_>>()
                        })
                        .collect();
                    found.sort_unstable();
                    found.dedup();
                    found
                })
                .binary_search(&second)
                .is_ok()
        })
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
        self.nfc.normalize(&text).into_owned()
    }

    /// One round of folding; a text that it leaves alone is folded.
    fn round(&self, text: &str) -> String {
        let wide = self.nfkc.normalize(text).into_owned();
        let bare: String = wide.chars().map(|c| self.bare(c)).collect();
        let mut folded = String::new();
        for c in CaseMapper::new().fold_string(&bare).chars() {
            match PLAIN.iter().find(|(letter, _)| *letter == c) {
                Some((_, plain)) => folded.push_str(plain),
                None => folded.push(c),
            }
        }
        folded
    }

    /// A character without the marks that a form leaves out.
    fn bare(&self, c: char) -> String {
        if let Some(digit) = digit(c) {
            return digit.to_string();
        }
        if c == MODIFIER_APOSTROPHE || c == '·' {
            // ŉ and ŀ, which are one letter.
            return String::new();
        }
        let base = self.nfd.normalize(&c.to_string()).into_owned();
        let letter = base.chars().next().unwrap_or(c);
        let keeps_marks = self.classifier.may_take_marks(letter) && !matches!(c, YO | 'Ё');
        let kept = if keeps_marks { c.to_string() } else { base };
        let kept: String = kept
            .chars()
            .filter(
                |k| !matches!(self.classifier.nature(*k), Nature::Settled(i) if i & 0xF == MARK),
            )
            .collect();
        self.nfc.normalize(&kept).into_owned()
    }

    /// Whether marks after `c` meet the letter itself: ё has a mark already.
    pub(crate) fn is_bare(&self, c: char) -> bool {
        let wide = self.nfkc.normalize(&c.to_string()).into_owned();
        self.nfd.normalize(&wide).chars().count() == 1
    }

    /// Which letters melt with a mark that is dropped elsewhere: и and ˘ are й. The letters
    /// given fold to themselves.
    pub(crate) fn pairs(&self, marks: &[char], letters: &[char]) -> BTreeMap<(char, char), char> {
        let mut pairs = BTreeMap::new();
        for letter in letters {
            for mark in marks {
                let text: String = [*letter, *mark].iter().collect();
                let composed = self.nfc.normalize(&text).into_owned();
                let mut chars = composed.chars();
                let (Some(one), None) = (chars.next(), chars.next()) else { continue };
                let folded = self.fold(one);
                let mut chars = folded.chars();
                if let (Some(one), None) = (chars.next(), chars.next())
                    && one != *letter
                {
                    pairs.insert((*letter, *mark), one);
                }
            }
        }
        pairs
    }
}

std::thread_local! {
    static SECONDS: std::cell::OnceCell<Vec<char>> = const { std::cell::OnceCell::new() };
}

/// The value of a decimal digit of any script. Unicode keeps the ten of each side by side, in
/// order, so that the distance from the start of the row says which it is.
fn digit(c: char) -> Option<char> {
    if category(c) != GeneralCategory::DecimalNumber {
        return None;
    }
    let before = (1..=u32::from(c)).map_while(|back| char::from_u32(u32::from(c) - back));
    let distance = before.take_while(|d| category(*d) == GeneralCategory::DecimalNumber).count();
    char::from_digit(u32::try_from(distance % 10).ok()?, 10)
}

fn differing(c: char, folded: String) -> Option<String> {
    let mut chars = folded.chars();
    if chars.next() == Some(c) && chars.next().is_none() { None } else { Some(folded) }
}

/// Whether a mark can make a letter of its own.
pub(crate) fn makes_letters(info: u32) -> bool {
    info & 0xF == MARK && info & (ABOVE | BELOW) != 0
}
