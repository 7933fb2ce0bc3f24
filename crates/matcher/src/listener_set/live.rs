//! What changes in a set of listeners: who is in it, and what was heard of its stream.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use earshot_model::ListenerId;

use super::Listener;
use crate::engine::{Counter, Frequencies};
use crate::post_view::PostView;
use crate::query::Query;

/// With fewer listeners it does not matter which words are rare.
pub(super) const FEW: usize = 64;
/// Posts that must be counted before they say more than the lengths of words do.
const FIRST: u64 = 256;
/// While fewer posts were counted, each is; after that one of [`ONE_OF`].
const ALL_OF: u64 = 4_096;
const ONE_OF: u64 = 16;
/// So many counted posts after the last time, it is looked at again in any case: streams change.
const MOST: u64 = 32_768;

/// Who is in the set.
#[derive(Debug, Default)]
pub(super) struct Roll {
    by_number: BTreeMap<u32, Arc<Listener>>,
    numbers: HashMap<ListenerId, u32>,
    /// The next number: none is given twice, so that an old hit never names another listener.
    next: u32,
    /// How many ask for something that only a verdict can say.
    waiting: usize,
}

impl Roll {
    /// Adds a listener under a number of its own, or changes it and keeps the number.
    pub(super) fn put(&mut self, listener: Listener) -> (u32, Arc<Listener>) {
        let number = *self.numbers.entry(listener.id).or_insert(self.next);
        if number == self.next {
            self.next += 1;
        }
        self.waiting += usize::from(listener.query.needs_verdict());
        let listener = Arc::new(listener);
        if let Some(before) = self.by_number.insert(number, Arc::clone(&listener)) {
            self.waiting -= usize::from(before.query.needs_verdict());
        }
        (number, listener)
    }

    /// Takes a listener away; says which number it had.
    pub(super) fn remove(&mut self, id: ListenerId) -> Option<u32> {
        let number = self.numbers.remove(&id)?;
        let before = self.by_number.remove(&number)?;
        self.waiting -= usize::from(before.query.needs_verdict());
        Some(number)
    }

    pub(super) fn find(&self, number: u32) -> Option<Arc<Listener>> {
        self.by_number.get(&number).cloned()
    }

    pub(super) fn len(&self) -> usize {
        self.by_number.len()
    }

    pub(super) const fn waits(&self) -> bool {
        self.waiting > 0
    }

    /// All queries with their numbers.
    pub(super) fn queries(&self) -> impl Iterator<Item = (u32, &Query)> {
        self.by_number.iter().map(|(number, listener)| (*number, &listener.query))
    }
}

/// What was heard of the stream.
#[derive(Debug, Default)]
pub(super) struct Heard {
    counter: Counter,
    /// Posts that came by, those that were counted, and as many as there were when the engine was
    /// last compiled by them.
    posts: u64,
    counted: u64,
    learned: u64,
}

impl Heard {
    /// Counts a post, if it is its turn.
    pub(super) fn hear(&mut self, post: &PostView<'_>) {
        self.posts += 1;
        if self.counted < ALL_OF || self.posts.is_multiple_of(ONE_OF) {
            self.counter.count(post);
            self.counted += 1;
        }
    }

    /// Whether so much was heard since the last time that it is worth compiling by it.
    pub(super) const fn is_due(&self) -> bool {
        let next = if self.learned < MOST { self.learned * 4 } else { self.learned + MOST };
        self.counted >= if next < FIRST { FIRST } else { next }
    }

    /// What was counted, unless that is too little.
    pub(super) fn learn(&mut self) -> Option<Frequencies> {
        if self.counted < FIRST {
            return None;
        }
        self.learned = self.counted;
        Some(self.counter.counted.clone())
    }
}
