//! The brands of a file, and which of them a conversation is held with.

use std::collections::{BTreeMap, HashMap};

use crate::import::tsv::Tweet;

/// The authors that wrote as a brand at least once.
pub(super) struct Brands {
    /// Handles as written, by their lower case.
    handles: BTreeMap<String, String>,
}

impl Brands {
    /// Collects the brands.
    pub(super) fn of(tweets: &[Tweet]) -> Self {
        let mut handles = BTreeMap::new();
        for tweet in tweets.iter().filter(|tweet| !tweet.inbound) {
            let handle = handles.entry(tweet.author.to_ascii_lowercase());
            handle.or_insert_with(|| tweet.author.clone());
        }
        Self { handles }
    }

    /// All handles, in order.
    pub(super) fn handles(&self) -> Vec<String> {
        self.handles.values().cloned().collect()
    }

    /// Whether this author is a brand.
    pub(super) fn is_one(&self, author: &str) -> bool {
        self.handles.contains_key(&author.to_ascii_lowercase())
    }

    /// Which brand a conversation is held with, its posts given oldest first.
    pub(super) fn spoken_with<'a>(
        &self,
        posts: impl Iterator<Item = &'a Tweet> + Clone,
    ) -> Option<String> {
        let mut wrote: HashMap<String, u64> = HashMap::new();
        let mut best: Option<(u64, String)> = None;
        for author in posts.clone().map(|post| post.author.to_ascii_lowercase()) {
            if self.handles.contains_key(&author) {
                *wrote.entry(author).or_default() += 1;
            }
        }
        for author in posts.clone().map(|post| post.author.to_ascii_lowercase()) {
            // Only more replaces: of two that wrote as much, the one that came first stays.
            if let Some(count) = wrote.get(&author).copied()
                && best.as_ref().is_none_or(|(most, _)| count > *most)
            {
                best = Some((count, author));
            }
        }
        if let Some((_, brand)) = best {
            return self.handles.get(&brand).cloned();
        }
        let spoken_to: Vec<&str> = posts.flat_map(|post| mentions(&post.text)).collect();
        let known =
            spoken_to.iter().find_map(|name| self.handles.get(&name.to_ascii_lowercase()).cloned());
        // Customers are numbers in this set: any other name is a brand that never answered.
        let other = spoken_to.iter().find(|name| !name.bytes().all(|b| b.is_ascii_digit()));
        known.or_else(|| other.map(|name| (*name).to_owned()))
    }
}

/// The handles that a text names, as Twitter spells them: letters, digits and `_`.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.split('@').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest.get(..end.unwrap_or(rest.len())).filter(|name| !name.is_empty())
    })
}
