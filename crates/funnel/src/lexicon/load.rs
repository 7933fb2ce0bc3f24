//! Reads the files. They are part of the program, so a test checks that every line is understood,
//! and a line that is not is left out here.

use earshot_model::Emotion;

use super::{ANY, Entry, LanguageSet, Lead, Lexicon, Modifier, Phrase, Topic, bit};

const SENTIMENT: [(&str, &str); 5] = [
    ("en", include_str!("../../lexicon/sentiment_en.tsv")),
    ("de", include_str!("../../lexicon/sentiment_de.tsv")),
    ("es", include_str!("../../lexicon/sentiment_es.tsv")),
    ("fr", include_str!("../../lexicon/sentiment_fr.tsv")),
    ("pt", include_str!("../../lexicon/sentiment_pt.tsv")),
];
/// Words with a hint of a mood, in any language: features of the heads, which learn what to make of
/// them.
const MOODS: [&str; 9] = [
    include_str!("../../lexicon/moods_en.tsv"),
    include_str!("../../lexicon/moods_de.tsv"),
    include_str!("../../lexicon/moods_es.tsv"),
    include_str!("../../lexicon/moods_fr.tsv"),
    include_str!("../../lexicon/moods_pt.tsv"),
    include_str!("../../lexicon/moods_it.tsv"),
    include_str!("../../lexicon/moods_nl.tsv"),
    include_str!("../../lexicon/moods_ar.tsv"),
    include_str!("../../lexicon/moods_hi.tsv"),
];
const EMOJI: &str = include_str!("../../lexicon/emoji.tsv");
const MODIFIERS: &str = include_str!("../../lexicon/modifiers.tsv");
const EMOTION: &str = include_str!("../../lexicon/emotion.tsv");
const STOPWORDS: &str = include_str!("../../lexicon/stopwords.tsv");
const PHRASES: &str = include_str!("../../lexicon/phrases.tsv");
const SPAM: &str = include_str!("../../lexicon/spam.tsv");

impl Lexicon {
    /// All files in one table.
    pub(super) fn load() -> Self {
        let mut lexicon = Self::default();
        let _unread = lexicon.read();
        lexicon
    }

    /// Reads all files, and gives back the lines that it does not understand.
    pub(super) fn read(&mut self) -> Vec<&'static str> {
        let mut unread = Vec::new();
        for (language, file) in SENTIMENT {
            each(file, &mut unread, |fields| self.valence(bit(language), fields));
        }
        for file in MOODS {
            each(file, &mut unread, |fields| self.hint(fields));
        }
        each(EMOJI, &mut unread, |fields| self.emoji(fields));
        each(MODIFIERS, &mut unread, |fields| self.modifier(fields));
        each(EMOTION, &mut unread, |fields| self.emotion(fields));
        each(STOPWORDS, &mut unread, |fields| self.stop(fields));
        each(PHRASES, &mut unread, |fields| self.phrases(fields));
        each(SPAM, &mut unread, |fields| self.phrases(fields));
        self.entries.iter_mut().for_each(Entry::settle);
        unread
    }

    /// The entry of a word, new if it has none.
    fn with(&mut self, word: &'static str, add: impl FnOnce(&mut Entry)) {
        let at = *self.words.entry(word).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry::default());
        }
        if let Some(entry) = self.entries.get_mut(at) {
            add(entry);
        }
    }

    fn valence(&mut self, language: LanguageSet, fields: &[&'static str]) -> Option<()> {
        let [valence, words] = fields else { return None };
        let valence: f32 = valence.parse().ok()?;
        for word in words.split_whitespace() {
            self.with(word, |entry| entry.valence.push((language, valence)));
        }
        Some(())
    }

    fn hint(&mut self, fields: &[&'static str]) -> Option<()> {
        let [valence, words] = fields else { return None };
        let valence: f32 = valence.parse().ok()?;
        for word in words.split_whitespace() {
            // A word that two languages share keeps what was said first.
            self.with(word, |entry| entry.hint = entry.hint.or(Some(valence)));
        }
        Some(())
    }

    fn emoji(&mut self, fields: &[&'static str]) -> Option<()> {
        let [valence, emotion, signs] = fields else { return None };
        let valence: f32 = valence.parse().ok()?;
        let emotion: Option<Emotion> = match *emotion {
            "-" => None,
            word => Some(word.parse().ok()?),
        };
        for sign in signs.split_whitespace() {
            self.with(sign, |entry| {
                entry.valence.push((ANY, valence));
                entry.emotions.extend(emotion.map(|emotion| (ANY, emotion)));
            });
        }
        Some(())
    }

    fn modifier(&mut self, fields: &[&'static str]) -> Option<()> {
        let [kind, language, factor, words] = fields else { return None };
        let kind = match *kind {
            "negator" => Modifier::Negator,
            "booster" | "damper" => Modifier::Scale,
            "turn" => Modifier::Turn,
            _ => return None,
        };
        let (language, factor) = (known(language)?, factor.parse().ok()?);
        for word in words.split_whitespace() {
            self.with(word, |entry| entry.modifier.push((language, kind, factor)));
        }
        Some(())
    }

    fn emotion(&mut self, fields: &[&'static str]) -> Option<()> {
        let [emotion, language, words] = fields else { return None };
        let (emotion, language) = (emotion.parse().ok()?, known(language)?);
        for word in words.split_whitespace() {
            self.with(word, |entry| entry.emotions.push((language, emotion)));
        }
        Some(())
    }

    fn stop(&mut self, fields: &[&'static str]) -> Option<()> {
        let [language, words] = fields else { return None };
        let language = known(language)?;
        for word in words.split_whitespace() {
            self.with(word, |entry| entry.stop |= language);
        }
        Some(())
    }

    fn phrases(&mut self, fields: &[&'static str]) -> Option<()> {
        let [topic, language, weight, phrases] = fields else { return None };
        let topic: Topic = topic.parse().ok()?;
        let (language, weight) = (known(language)?, weight.parse().ok()?);
        for phrase in phrases.split(" | ") {
            let words: Vec<&'static str> = phrase.split_whitespace().collect();
            let first = words.first().copied()?;
            let lead = Lead::of(self.phrases.len(), language, &words);
            self.phrases.push(Phrase { topic, place: topic.place(), weight, words });
            self.with(first, |entry| entry.phrases.push(lead));
        }
        Some(())
    }
}

/// The bit of a language that has words here; `any` for words that all languages share.
fn known(language: &str) -> Option<LanguageSet> {
    let languages = if language == "any" { ANY } else { bit(language) };
    Some(languages).filter(|bits| *bits != 0)
}

/// Hands each line's fields over; lines that begin with `#` and a space are remarks.
fn each(
    file: &'static str,
    unread: &mut Vec<&'static str>,
    mut read: impl FnMut(&[&'static str]) -> Option<()>,
) {
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        if read(&fields).is_none() {
            unread.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood() {
        let mut lexicon = Lexicon::default();
        assert_eq!(lexicon.read(), Vec::<&str>::new());
        assert!(lexicon.words.len() > 1_500 && lexicon.phrases.len() > 900);
        assert!(lexicon.words.keys().all(|word| word.len() <= crate::lexicon::LONGEST));
    }

    #[test]
    fn phrases_are_split_as_texts_are() {
        let mut lexicon = Lexicon::default();
        lexicon.read();
        for phrase in lexicon.phrases.iter().flat_map(|p| &p.words).filter(|word| **word != "*") {
            let words = crate::words::Words::of(phrase);
            let lower: Vec<_> = words.list.iter().map(|word| words.lower(word)).collect();
            assert_eq!(lower, [*phrase], "this word can never be found");
        }
    }
}
