//! A post as it is read: its words, what the lexicon knows of them, and the phrases found.

use earshot_model::Span;
use earshot_text::Tokens;

use crate::lexicon::{ANY, Entry, LanguageSet, Phrase, Topic, lexicon};
use crate::ruling::{self, Reason};
use crate::words::{Kind, Word, Words};

/// A phrase that stands in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The phrase.
    pub(crate) phrase: &'static Phrase,
    /// Where it stands.
    pub(crate) span: Span,
}

/// What was read of one text. One is used again for many, so that reading asks for no memory.
#[derive(Debug, Default, Clone)]
pub(crate) struct Page {
    tokens: Tokens,
    words: Words,
    entries: Vec<Option<&'static Entry>>,
    found: Vec<Found>,
}

/// A post, read once for all judgements.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    /// The text.
    pub(crate) text: &'t str,
    /// Its words.
    pub(crate) words: &'t Words,
    /// What the lexicon knows of each word, in the same order.
    pub(crate) entries: &'t [Option<&'static Entry>],
    /// The languages in which it is read, once they are known.
    pub(crate) languages: LanguageSet,
    /// The phrases found in these languages.
    pub(crate) found: &'t mut Vec<Found>,
}

impl<'t> Reading<'t> {
    /// Reads the words. The phrases follow with [`Reading::settle`], when the language is known.
    pub(crate) fn of(text: &'t str, page: &'t mut Page) -> Self {
        let Page { tokens, words, entries, found } = page;
        words.read(text, tokens);
        found.clear();
        entries.clear();
        let stretched = words.longest_run > 2;
        let look_up = |word: &Word| match word.kind {
            Kind::Mention | Kind::Link => None,
            _ => lexicon().get(words.lower(word), stretched),
        };
        entries.extend(words.list.iter().map(look_up));
        Self { text, words, entries, languages: ANY, found }
    }

    /// Fixes the languages and finds the phrases.
    pub(crate) fn settle(&mut self, languages: LanguageSet) {
        self.languages = languages;
        let entries = self.entries;
        for (at, entry) in entries.iter().enumerate() {
            let Some(entry) = entry.filter(|entry| !entry.phrases.is_empty()) else { continue };
            let next = self.words.list.get(at + 1).map(|word| self.words.lower(word));
            for phrase in lexicon().led_by(entry, languages, next) {
                if let Some(span) = self.matches(phrase, at) {
                    self.found.push(Found { phrase, span });
                }
            }
        }
    }

    /// Each word with what the lexicon knows of it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (&Word, &'static Entry)> {
        self.words.list.iter().zip(self.entries).filter_map(|(w, e)| e.map(|e| (w, e)))
    }

    /// How many words of a kind there are.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.words.count(kind)
    }

    /// The words of the text at a place, as written.
    pub(crate) fn written(&self, span: Span) -> &'t str {
        let place = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
        place.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// Phrases on a topic, each as a reason with its weight.
    pub(crate) fn reasons(&self, topic: Topic) -> impl Iterator<Item = Reason> {
        let on_topic = self.found.iter().filter(move |found| found.phrase.topic == topic);
        on_topic.map(|found| ruling::words(found.span, found.phrase.weight))
    }

    /// The same, but a phrase that is repeated counts once.
    pub(crate) fn reasons_once(&self, topic: Topic) -> impl Iterator<Item = Reason> {
        let first = |at: usize, found: &Found| {
            let mut before = self.found.iter().take(at);
            !before.any(|other| std::ptr::eq(other.phrase, found.phrase))
        };
        let all = self.found.iter().enumerate();
        all.filter(move |(at, found)| found.phrase.topic == topic && first(*at, found))
            .map(|(_, found)| ruling::words(found.span, found.phrase.weight))
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
