//! From a key to the listeners that wait for it: open addressing with linear probing.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked for every token that passes the filter; every place is below the number of slots"
)]

use super::key::Key;
use super::prefetch;

/// The postings of one key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: u32,
    pub(super) count: u32,
}

/// A slot; empty while its range is.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u64,
    range: Range,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    slots: Vec<Slot>,
}

impl Table {
    /// A table with room for so many keys. At most two slots of three are taken.
    pub(super) fn new(keys: usize) -> Self {
        Self { slots: vec![Slot::default(); keys * 3 / 2 + 2] }
    }

    /// Adds a key that is not in it yet. An empty range adds nothing.
    pub(super) fn insert(&mut self, key: Key, range: Range) {
        if range.count == 0 {
            return;
        }
        let mut place = self.place(key);
        while self.slots[place].range.count != 0 {
            place = self.after(place);
        }
        self.slots[place] = Slot { key: key.0, range };
    }

    #[inline]
    pub(super) fn find(&self, key: Key) -> Option<Range> {
        let mut place = self.place(key);
        loop {
            let slot = self.slots[place];
            if slot.range.count == 0 {
                return None;
            }
            if slot.key == key.0 {
                return Some(slot.range);
            }
            place = self.after(place);
        }
    }

    /// How many keys it holds.
    pub(super) fn len(&self) -> usize {
        self.slots.iter().filter(|slot| slot.range.count != 0).count()
    }

    /// Every key, in no particular order.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.slots.iter().filter(|slot| slot.range.count != 0).map(|slot| Key(slot.key))
    }

    /// Asks the memory for what [`Self::find`] will read.
    #[inline]
    pub(super) fn prefetch(&self, key: Key) {
        prefetch::read(&self.slots, self.place(key));
    }

    #[inline]
    fn place(&self, key: Key) -> usize {
        (((key.0 & 0xFFFF_FFFF) * self.slots.len() as u64) >> 32) as usize
    }

    #[inline]
    fn after(&self, place: usize) -> usize {
        if place + 1 == self.slots.len() { 0 } else { place + 1 }
    }
}
