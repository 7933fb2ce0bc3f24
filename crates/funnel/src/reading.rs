//! A post as it is read: its words, what the lexicon knows of them, and the phrases found.

use earshot_model::{Evidence, Span};

use crate::evidence;
use crate::lexicon::{ANY, Entry, LanguageSet, Phrase, Topic, lexicon};
use crate::words::{Kind, Word, Words};

/// A phrase that stands in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The phrase.
    pub(crate) phrase: &'static Phrase,
    /// Where it stands.
    pub(crate) span: Span,
}

/// A post, read once for all judgements.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    /// The text.
    pub(crate) text: &'t str,
    /// Its words.
    pub(crate) words: Words,
    /// What the lexicon knows of each word, in the same order.
    pub(crate) entries: Vec<Option<&'static Entry>>,
    /// The languages in which it is read, once they are known.
    pub(crate) languages: LanguageSet,
    /// The phrases found in these languages.
    pub(crate) found: Vec<Found>,
}

impl<'t> Reading<'t> {
    /// Reads the words. The phrases follow with [`Reading::settle`], when the language is known.
    pub(crate) fn of(text: &'t str) -> Self {
        let words = Words::of(text);
        let stretched = words.longest_run > 2;
        let look_up = |word: &Word| match word.kind {
            Kind::Mention | Kind::Link => None,
            _ => lexicon().get(words.lower(word), stretched),
        };
        let entries = words.list.iter().map(look_up).collect();
        Self { text, words, entries, languages: ANY, found: Vec::new() }
    }

    /// Fixes the languages and finds the phrases.
    pub(crate) fn settle(&mut self, languages: LanguageSet) {
        self.languages = languages;
        let mut found = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            for place in entry.iter().flat_map(|entry| &entry.phrases) {
                let Some(phrase) = lexicon().phrase(*place) else { continue };
                if phrase.language & languages == 0 {
                    continue;
                }
                if let Some(span) = self.matches(phrase, at) {
                    found.push(Found { phrase, span });
                }
            }
        }
        self.found = found;
    }

    /// Each word with what the lexicon knows of it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (&Word, &'static Entry)> {
        self.words.list.iter().zip(&self.entries).filter_map(|(w, e)| e.map(|e| (w, e)))
    }

    /// How many words of a kind there are.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.words.list.iter().filter(|word| word.kind == kind).count()
    }

    /// The words of the text at a place, as written.
    pub(crate) fn written(&self, span: Span) -> &'t str {
        let place = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
        place.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// Phrases on a topic, each as evidence with its weight.
    pub(crate) fn evidence_of(&self, topic: Topic) -> Vec<Evidence> {
        let on_topic = self.found.iter().filter(|found| found.phrase.topic == topic);
        on_topic.map(|f| evidence::words(self.written(f.span), f.span, f.phrase.weight)).collect()
    }

    /// The same, but a phrase that is repeated counts once.
    pub(crate) fn evidence_once(&self, topic: Topic) -> Vec<Evidence> {
        let on_topic = || self.found.iter().filter(|found| found.phrase.topic == topic);
        let first = |at: usize, found: &Found| {
            !on_topic().take(at).any(|other| std::ptr::eq(other.phrase, found.phrase))
        };
        on_topic()
            .enumerate()
            .filter(|(at, found)| first(*at, found))
            .map(|(_, f)| evidence::words(self.written(f.span), f.span, f.phrase.weight))
            .collect()
    }

    /// Where the phrase that begins at this word stands, if all its words do.
    fn matches(&self, phrase: &Phrase, at: usize) -> Option<Span> {
        let here = self.words.list.get(at..at + phrase.words.len())?;
        let same = here.iter().zip(&phrase.words).all(|(word, wanted)| {
            *wanted == "*" || (word.kind != Kind::Mention && self.words.lower(word) == *wanted)
        });
        let (first, last) = (here.first()?, here.last()?);
        same.then_some(Span { start: first.span.start, end: last.span.end })
    }
}
