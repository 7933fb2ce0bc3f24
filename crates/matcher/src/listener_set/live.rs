//! What changes in a set of listeners: who is in it, and what was heard of its stream.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use earshot_model::{ListenerId, ListenerPurpose};

use super::Listener;
use crate::engine::{Counter, Frequencies};
use crate::kept::Kept;
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

/// A listener of the set. Its query is kept in little memory.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) id: ListenerId,
    pub(super) version: i64,
    pub(super) purpose: ListenerPurpose,
    /// Whether it asks for something that only a verdict can say.
    waits: bool,
    /// The change that made it what it is.
    pub(super) change: u32,
    pub(super) kept: Kept,
}

/// Who is in the set.
#[derive(Debug, Default)]
pub(super) struct Roll {
    by_number: BTreeMap<u32, Member>,
    numbers: BTreeMap<ListenerId, u32>,
    /// The next number: none is given twice, so that an old hit never names another listener.
    next: u32,
    /// How many ask for something that only a verdict can say.
    waiting: usize,
    /// How many changes there were.
    changes: u32,
}

impl Roll {
    /// Begins a change; says which it is.
    pub(super) const fn begin(&mut self) -> u32 {
        self.changes += 1;
        self.changes
    }

    /// Adds a listener under a number of its own, or changes it and keeps the number.
    pub(super) fn put(&mut self, listener: &Listener, kept: Kept) -> u32 {
        let number = *self.numbers.entry(listener.id).or_insert(self.next);
        if number == self.next {
            self.next += 1;
        }
        let Listener { id, version, purpose, ref query } = *listener;
        let waits = query.needs_verdict();
        self.waiting += usize::from(waits);
        let member = Member { id, version, purpose, waits, change: self.changes, kept };
        if let Some(before) = self.by_number.insert(number, member) {
            self.waiting -= usize::from(before.waits);
        }
        number
    }

    /// Takes a listener away; says which number it had.
    pub(super) fn remove(&mut self, id: ListenerId) -> Option<u32> {
        let number = self.numbers.remove(&id)?;
        let before = self.by_number.remove(&number)?;
        self.waiting -= usize::from(before.waits);
        Some(number)
    }

    pub(super) fn find(&self, number: u32) -> Option<Member> {
        self.by_number.get(&number).cloned()
    }

    pub(super) fn len(&self) -> usize {
        self.by_number.len()
    }

    pub(super) const fn waits(&self) -> bool {
        self.waiting > 0
    }

    /// Gives back the room that growing has left over.
    pub(super) fn shrink(&mut self) {
        // A tree that is made of a list is packed.
        let all: Vec<(u32, Member)> = std::mem::take(&mut self.by_number).into_iter().collect();
        self.by_number = all.into_iter().collect();
        let all: Vec<(ListenerId, u32)> = std::mem::take(&mut self.numbers).into_iter().collect();
        self.numbers = all.into_iter().collect();
    }
}

/// Queries of which a post was marked lately: most hits are those of few listeners.
#[derive(Debug, Default)]
pub(super) struct Lately(HashMap<u32, (u32, Arc<Query>)>);

impl Lately {
    /// So many are remembered, then all are forgotten.
    const MOST: usize = 256;

    pub(super) fn find(&self, number: u32, change: u32) -> Option<Arc<Query>> {
        let (own, query) = self.0.get(&number)?;
        (*own == change).then(|| Arc::clone(query))
    }

    pub(super) fn add(&mut self, number: u32, change: u32, query: &Arc<Query>) {
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        self.0.insert(number, (change, Arc::clone(query)));
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
