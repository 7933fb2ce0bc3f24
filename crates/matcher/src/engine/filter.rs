//! A set of keys that may say yes by mistake but never no: a blocked Bloom filter, with both bits of
//! a key in one word (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007).

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked several times a token; every place is below the number of words"
)]

use super::key::Key;

/// Bits of the filter for each key: about two misses in a hundred pass.
const BITS_PER_KEY: usize = 12;

/// Which keys the listeners wait for.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// A filter with room for so many keys, and none in it.
    pub(super) fn new(keys: usize) -> Self {
        Self { words: vec![0; (keys * BITS_PER_KEY / 64).max(4)] }
    }

    pub(super) fn insert(&mut self, key: Key) {
        let (place, bits) = self.place(key);
        self.words[place] |= bits;
    }

    /// Whether the key may be among those inserted.
    #[inline(always)]
    pub(super) fn may_hold(&self, key: Key) -> bool {
        let (place, bits) = self.place(key);
        self.words[place] & bits == bits
    }

    #[inline(always)]
    fn place(&self, key: Key) -> (usize, u64) {
        let place = ((key.0 >> 32) * self.words.len() as u64) >> 32;
        (place as usize, 1 << (key.0 & 63) | 1 << (key.0 >> 6 & 63))
    }
}
