//! A set of keys that may say yes by mistake but never no: a blocked Bloom filter, with both bits of
//! a key in one word (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007).
//!
//! All moments since the last merge share one filter, and it only grows: a key that is put in while
//! others read makes them look once more at a table, and nothing else. So a change of a listener
//! touches a few words of memory, and those who match keep the rest in their caches.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked several times a token; every place is below the number of words"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use super::key::Key;

/// Bits of the filter for each key: about two misses in a hundred pass.
const BITS_PER_KEY: usize = 12;

/// Which keys the listeners wait for.
#[derive(Debug)]
pub(super) struct Filter {
    words: Box<[AtomicU64]>,
}

impl Filter {
    /// A filter with room for so many keys, and none in it.
    pub(super) fn new(keys: usize) -> Self {
        let words = (keys * BITS_PER_KEY / 64).max(4);
        Self { words: (0..words).map(|_| AtomicU64::new(0)).collect() }
    }

    /// Puts a key in; says whether that set a bit. Only one thread may do so at a time. Whoever is
    /// handed the filter afterwards sees the key.
    pub(super) fn insert(&self, key: Key) -> bool {
        let (place, bits) = self.place(key);
        let before = self.words[place].load(Ordering::Relaxed);
        self.words[place].store(before | bits, Ordering::Relaxed);
        before & bits != bits
    }

    /// Whether the key may be among those inserted.
    #[inline(always)]
    pub(super) fn may_hold(&self, key: Key) -> bool {
        let (place, bits) = self.place(key);
        self.words[place].load(Ordering::Relaxed) & bits == bits
    }

    #[inline(always)]
    fn place(&self, key: Key) -> (usize, u64) {
        let place = ((key.0 >> 32) * self.words.len() as u64) >> 32;
        (place as usize, 1 << (key.0 & 63) | 1 << (key.0 >> 6 & 63))
    }
}
