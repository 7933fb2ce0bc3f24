//! Words and phrases close together in any order.

use std::collections::{BTreeMap, HashMap};

use super::occurrences::Occurrence;
use crate::ast::Slop;
use crate::document::Words;

/// For each item: the last places of its occurrences, by their first place.
type Starts = Vec<HashMap<usize, Vec<usize>>>;

impl Words<'_> {
    /// The tightest occurrences, in order.
    pub(super) fn slops(&self, slop: &Slop) -> Vec<Occurrence> {
        let mut steps = usize::MAX;
        self.slops_within(slop, &mut steps)
    }

    /// The tightest occurrences, as far as `steps` lasts: the last ones of the text then.
    pub(super) fn slops_within(&self, slop: &Slop, steps: &mut usize) -> Vec<Occurrence> {
        let starts: Starts = slop.items.iter().map(|item| self.starts(item)).collect();
        if starts.iter().any(HashMap::is_empty) {
            return Vec::new();
        }
        let foreign = usize::try_from(slop.foreign).unwrap_or(usize::MAX);
        let mut first: Vec<usize> = starts.iter().flat_map(HashMap::keys).copied().collect();
        first.sort_unstable();
        first.dedup();
        let mut found: Vec<Occurrence> = Vec::new();
        // From the end on: what ends no earlier than something that begins later is not tight.
        for first in first.into_iter().rev() {
            let Some(last) = packed(&starts, first, foreign, steps) else { continue };
            if found.last().is_none_or(|later| last < later.last) {
                found.push(Occurrence { first, last });
            }
        }
        found.reverse();
        found
    }

    fn starts(&self, item: &[crate::ast::WordTest]) -> HashMap<usize, Vec<usize>> {
        let mut starts: HashMap<usize, Vec<usize>> = HashMap::new();
        for found in self.phrases(item) {
            let ends = starts.entry(found.places.first).or_default();
            if !ends.contains(&found.places.last) {
                ends.push(found.places.last);
            }
        }
        starts
    }
}

/// The least last place of a packing of all items that begins at `first`.
///
/// Goes from place to place. At each, `states` says for every set of items that can be placed
/// before it how few other tokens that takes. Gives up where `steps` is used up.
fn packed(starts: &Starts, first: usize, foreign: usize, steps: &mut usize) -> Option<usize> {
    let all = (1_usize << starts.len()) - 1;
    let mut states: BTreeMap<usize, HashMap<usize, usize>> = BTreeMap::new();
    states.entry(first).or_default().insert(0, 0);
    while let Some((place, reached)) = states.pop_first() {
        if reached.contains_key(&all) {
            return place.checked_sub(1);
        }
        for (set, skipped) in reached {
            *steps = steps.checked_sub(1)?;
            // The packing begins at `first`, so that place cannot be skipped.
            if set != 0 && skipped < foreign {
                keep(&mut states, place + 1, set, skipped + 1);
            }
            for (item, ends) in starts.iter().enumerate() {
                if set & (1 << item) != 0 {
                    continue;
                }
                for last in ends.get(&place).into_iter().flatten() {
                    keep(&mut states, last + 1, set | (1 << item), skipped);
                }
            }
        }
    }
    None
}

fn keep(
    states: &mut BTreeMap<usize, HashMap<usize, usize>>,
    place: usize,
    set: usize,
    skipped: usize,
) {
    let least = states.entry(place).or_default().entry(set).or_insert(skipped);
    *least = skipped.min(*least);
}
