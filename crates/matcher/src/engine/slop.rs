//! Finds words and phrases that stand close together in any order.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a table of small numbers is filled step by step; places are counted before"
)]

use super::ground::{Ground, Spot};
use super::test::Packing;

/// Means that a set of items cannot be placed.
const NEVER: u8 = u8::MAX;

/// Memory for one search, used again for the next.
#[derive(Debug, Default)]
pub(super) struct SlopRoom {
    /// Occurrences of all items, each item's in order.
    spots: Vec<Spot>,
    /// Where each item's begin, and the end.
    starts: Vec<usize>,
    /// Places at which some item begins, in order.
    firsts: Vec<u32>,
    /// How many other tokens it takes to have placed a set of items before a place: a row of sets
    /// for each place.
    least: Vec<u8>,
    /// The places that the items take in all.
    length: usize,
}

impl SlopRoom {
    /// Gives the tightest occurrences, the last first, until `each` says that it has enough.
    pub(super) fn tightest(
        &mut self,
        ground: &Ground<'_>,
        packing: &Packing,
        mut each: impl FnMut(Spot) -> bool,
    ) {
        if !self.collect(ground, packing) {
            return;
        }
        let firsts = std::mem::take(&mut self.firsts);
        let mut before = u32::MAX;
        // From the end on: what ends no earlier than something that begins later is not tight.
        for first in firsts.iter().rev() {
            let Some(last) = self.packed(*first, packing.foreign) else { continue };
            if last < before {
                before = last;
                if !each(Spot { first: *first, last }) {
                    break;
                }
            }
        }
        self.firsts = firsts;
    }

    /// Finds the occurrences of all items; says whether each has one.
    fn collect(&mut self, ground: &Ground<'_>, packing: &Packing) -> bool {
        self.spots.clear();
        self.starts.clear();
        self.firsts.clear();
        self.length = 0;
        for phrase in packing.items.of(&ground.segment.parts.phrases) {
            let words = phrase.of(&ground.segment.parts.listed);
            let start = self.spots.len();
            self.starts.push(start);
            ground.each(words, |spot| self.spots.push(spot));
            if self.spots.len() == start {
                return false;
            }
            self.spots[start..].sort_unstable();
            self.firsts.extend(self.spots[start..].iter().map(|spot| spot.first));
            self.length += words.len();
        }
        self.starts.push(self.spots.len());
        self.firsts.sort_unstable();
        self.firsts.dedup();
        true
    }

    fn items(&self) -> usize {
        self.starts.len() - 1
    }

    /// The occurrences of an item that begin in a range of places.
    fn between(&self, item: usize, from: u32, to: u32) -> &[Spot] {
        let spots = &self.spots[self.starts[item]..self.starts[item + 1]];
        let begin = spots.partition_point(|spot| spot.first < from);
        let end = begin + spots[begin..].partition_point(|spot| spot.first < to);
        &spots[begin..end]
    }

    /// The least last place of all items packed from `first` on.
    fn packed(&mut self, first: u32, foreign: u32) -> Option<u32> {
        let window = self.length + foreign as usize;
        let end = first.saturating_add(window as u32);
        if (0..self.items()).any(|item| self.between(item, first, end).is_empty()) {
            return None;
        }
        let sets = 1 << self.items();
        let mut least = std::mem::take(&mut self.least);
        least.clear();
        least.resize((window + 1) * sets, NEVER);
        least[0] = 0;
        let mut last = None;
        for place in 0..=window {
            let row = place * sets;
            if least[row + sets - 1] != NEVER {
                last = Some(first + place as u32 - 1);
                break;
            }
            if place < window {
                self.step(first, place, foreign, &mut least);
            }
        }
        self.least = least;
        last
    }

    /// From everything that is placed before `place`, one step on.
    fn step(&self, first: u32, place: usize, foreign: u32, least: &mut [u8]) {
        let sets = 1 << self.items();
        let row = place * sets;
        for set in 1..sets {
            let skipped = least[row + set];
            // The packing begins at `first`, so that place is not skipped.
            if skipped != NEVER && u32::from(skipped) < foreign {
                let next = &mut least[row + sets + set];
                *next = (*next).min(skipped + 1);
            }
        }
        let here = first + place as u32;
        for item in 0..self.items() {
            for spot in self.between(item, here, here + 1) {
                let target = (spot.last + 1 - first) as usize * sets;
                for set in 0..sets {
                    let skipped = least[row + set];
                    if skipped == NEVER || set & 1 << item != 0 {
                        continue;
                    }
                    if let Some(next) = least.get_mut(target + (set | 1 << item)) {
                        *next = (*next).min(skipped);
                    }
                }
            }
        }
    }
}
