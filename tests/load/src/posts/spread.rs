//! What a set of texts looks like, in numbers.

use std::collections::BTreeMap;
use std::fmt;

use super::{Meant, Text};

/// Statistics of a set of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spread {
    /// Characters of the middle text, of the one that 90 of 100 do not exceed, of the longest.
    pub(crate) chars: [usize; 3],
    /// Of 100 posts: real words to the brand, spam, something else.
    pub(crate) meant: [usize; 3],
    /// Languages with their share of 100, largest first.
    pub(crate) languages: Vec<(String, usize)>,
}

impl Spread {
    /// Counts.
    pub(crate) fn of(texts: &[Text]) -> Self {
        let mut chars: Vec<usize> = texts.iter().map(|text| text.text.chars().count()).collect();
        chars.sort_unstable();
        let at = |percent: usize| {
            let rank = (chars.len() * percent).div_ceil(100).saturating_sub(1);
            chars.get(rank).copied().unwrap_or(0)
        };
        let all = texts.len().max(1);
        let share = |count: usize| (count * 100 + all / 2) / all;
        let meant = [Meant::Word, Meant::Spam, Meant::Else]
            .map(|kind| share(texts.iter().filter(|text| text.meant == kind).count()));
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for text in texts {
            *counted.entry(&text.language).or_default() += 1;
        }
        let mut languages: Vec<(String, usize)> =
            counted.into_iter().map(|(name, count)| (name.to_owned(), share(count))).collect();
        languages.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { chars: [at(50), at(90), at(100)], meant, languages }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [middle, most, longest] = self.chars;
        let [word, spam, rest] = self.meant;
        let languages: Vec<String> = self
            .languages
            .iter()
            .filter(|(_, share)| *share > 0)
            .map(|(name, share)| format!("{name} {share}"))
            .collect();
        write!(
            f,
            "Characters: median {middle}, 90th percentile {most}, longest {longest}. Of 100 posts: \
             {word} to the brand, {spam} spam, {rest} something else. Languages of 100: {}.",
            languages.join(", ")
        )
    }
}
