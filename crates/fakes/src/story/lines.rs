//! The words of the stories, from the text files beside the sources.

use std::collections::BTreeMap;

/// A language of the stories, as BCP 47.
pub(super) type Language = &'static str;

/// How often each language speaks, in percent of the genuine threads.
pub(super) const LANGUAGES: [(Language, u32); 7] =
    [("en", 52), ("de", 15), ("es", 10), ("fr", 8), ("pt", 7), ("ar", 4), ("ja", 4)];

/// One way to begin a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening {
    /// Such as `baggage` or `review1`.
    pub(super) topic: &'static str,
    pub(super) text: &'static str,
}

impl Opening {
    /// The stars of a review.
    pub(super) fn rating(self) -> Option<i64> {
        self.topic.strip_prefix("review")?.parse().ok()
    }

    /// Whether the customer is content already: nobody waits for an answer.
    pub(super) fn is_content(self) -> bool {
        self.topic == "praise" || self.rating().is_some_and(|stars| stars >= 4)
    }
}

/// Everything that can be said.
#[derive(Debug)]
pub(super) struct Lines {
    openings: BTreeMap<Language, Vec<Opening>>,
    turns: BTreeMap<(&'static str, Language), Vec<&'static str>>,
}

const OPENINGS: [(Language, &str); 7] = [
    ("en", include_str!("../../stories/openings-en.txt")),
    ("de", include_str!("../../stories/openings-de.txt")),
    ("es", include_str!("../../stories/openings-es.txt")),
    ("fr", include_str!("../../stories/openings-fr.txt")),
    ("pt", include_str!("../../stories/openings-pt.txt")),
    ("ar", include_str!("../../stories/openings-ar.txt")),
    ("ja", include_str!("../../stories/openings-ja.txt")),
];
const TURNS: &str = include_str!("../../stories/turns.txt");
const NOISE: &str = include_str!("../../stories/noise.txt");

impl Lines {
    pub(super) fn read() -> Self {
        let mut openings: BTreeMap<Language, Vec<Opening>> = BTreeMap::new();
        for (language, file) in OPENINGS {
            let read = sections(file).map(|(topic, text)| Opening { topic, text });
            openings.entry(language).or_default().extend(read);
        }
        let mut turns: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (heading, text) in sections(TURNS).chain(sections(NOISE)) {
            if let Some((kind, language)) = heading.split_once(' ') {
                turns.entry((kind, language)).or_default().push(text);
            }
        }
        Self { openings, turns }
    }

    pub(super) fn openings(&self, language: Language) -> &[Opening] {
        self.openings.get(language).map_or(&[], Vec::as_slice)
    }

    /// What is said at a turn of a thread (`join`, `thanks`, `angry`, `chase`) or as noise (`spam`,
    /// `aside`).
    pub(super) fn turns(&self, kind: &'static str, language: Language) -> &[&'static str] {
        self.turns.get(&(kind, language)).map_or(&[], Vec::as_slice)
    }

    /// All of it, for tests.
    #[cfg(test)]
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        let openings = self.openings.values().flatten().map(|opening| opening.text);
        openings.chain(self.turns.values().flatten().copied())
    }
}

/// The lines of a file, each with the `[heading]` above it.
fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut heading = "";
    file.lines().map(str::trim).filter_map(move |line| {
        if let Some(inner) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            heading = inner;
            return None;
        }
        (!line.is_empty()).then_some((heading, line))
    })
}
