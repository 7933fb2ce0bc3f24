//! The word lists under `lexicon/`, parsed once into one table.

mod load;
mod phrase;

use std::sync::LazyLock;

use earshot_model::Emotion;

use crate::features::QuickMap;

pub(crate) use phrase::{Lead, Phrase, TOPICS, Topic};

/// The languages with words of their own, in the order of their bits.
pub(crate) const LANGUAGES: [&str; 7] = ["en", "de", "es", "fr", "pt", "it", "nl"];

/// A set of languages, one bit each, in the order of [`LANGUAGES`].
pub(crate) type LanguageSet = u8;

/// All languages.
pub(crate) const ANY: LanguageSet = 0x7f;

/// What a word does to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modifier {
    /// Turns what follows around.
    Negator,
    /// Makes what follows stronger or weaker.
    Scale,
    /// What comes after it counts more than what came before.
    Turn,
}

/// All that is known of one word, over all languages.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// Languages in which it is one of the most common words.
    pub(crate) stop: LanguageSet,
    /// Valence, -4 to 4, by language.
    pub(crate) valence: Vec<(LanguageSet, f32)>,
    /// A hint of a mood in any language, for the heads.
    pub(crate) hint: Option<f32>,
    /// Its effect on neighbours, with the factor, by language.
    pub(crate) modifier: Vec<(LanguageSet, Modifier, f32)>,
    /// Feelings that it names, by language.
    pub(crate) emotions: Vec<(LanguageSet, Emotion)>,
    /// Phrases that begin with it, as places in [`Lexicon::phrases`].
    pub(crate) phrases: Vec<Lead>,
    /// The languages for which the word speaks, apart from being common in them.
    pub(crate) content: LanguageSet,
}

impl Entry {
    /// Adds up for which languages it speaks.
    fn settle(&mut self) {
        let valence = self.valence.iter().map(|(set, _)| set);
        let emotions = self.emotions.iter().map(|(set, _)| set);
        self.content =
            valence.chain(emotions).filter(|set| **set != ANY).fold(0, |all, set| all | set);
    }

    /// The valence in one of these languages.
    pub(crate) fn valence_in(&self, languages: LanguageSet) -> Option<f32> {
        self.valence.iter().find(|(set, _)| set & languages != 0).map(|(_, valence)| *valence)
    }

    /// The effect on neighbours in one of these languages.
    pub(crate) fn modifier_in(&self, languages: LanguageSet) -> Option<(Modifier, f32)> {
        let found = self.modifier.iter().find(|(set, _, _)| set & languages != 0);
        found.map(|(_, modifier, factor)| (*modifier, *factor))
    }
}

/// All word lists.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Where a word's entry stands. The entries are large; apart from them, few bytes are asked.
    words: QuickMap<&'static str, usize>,
    entries: Vec<Entry>,
    phrases: Vec<Phrase>,
}

/// No listed word is longer, in bytes.
const LONGEST: usize = 64;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// The word lists.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// What is known of a word in lower case. A word with a letter doubled by stretching ("soo") is
    /// also looked up without it.
    pub(crate) fn get(&'static self, word: &str, stretched: bool) -> Option<&'static Entry> {
        let known = self.entry(word);
        if known.is_some() || !stretched {
            return known;
        }
        let mut single = [0_u8; LONGEST];
        let mut length = 0;
        let mut last = None;
        for c in word.chars().filter(|c| last.replace(*c) != Some(*c)) {
            let place = single.get_mut(length..length + c.len_utf8())?;
            length += c.encode_utf8(place).len();
        }
        let single = single.get(..length).map(std::str::from_utf8)?;
        self.entry(single.ok()?)
    }

    fn entry(&'static self, word: &str) -> Option<&'static Entry> {
        self.words.get(word).and_then(|at| self.entries.get(*at))
    }

    /// The phrases in some of these languages that begin with a word, if what its second word must
    /// be may be `next`. The rest of their words is left to ask.
    pub(crate) fn led_by(
        &'static self,
        entry: &'static Entry,
        languages: LanguageSet,
        next: Option<&str>,
    ) -> impl Iterator<Item = &'static Phrase> {
        let next = next.map(Lead::look_of);
        let mut leads = entry.phrases.iter();
        std::iter::from_fn(move || {
            let lead = leads.find(|lead| lead.language & languages != 0 && lead.may_go_on(next))?;
            self.phrases.get(lead.place)
        })
    }
}

/// The bit of a language; 0 when it has no words here.
pub(crate) fn bit(language: &str) -> LanguageSet {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let place = LANGUAGES.iter().position(|known| known.eq_ignore_ascii_case(primary));
    place.and_then(|place| u32::try_from(place).ok()).and_then(|n| 1_u8.checked_shl(n)).unwrap_or(0)
}
