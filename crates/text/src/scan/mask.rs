//! Steps from bit to bit in the masks of a text.

use crate::simd::{BLOCK, Masks};

/// The first place from `at` on, and before `end`, where a token can begin.
#[inline]
pub(super) fn next_start(masks: &[Masks], at: usize, end: usize) -> Option<usize> {
    let place = first(masks, at, |masks| masks.start)?;
    (place < end).then_some(place)
}

/// Where the run of ASCII word characters that goes on at `at` ends, at most at `end`.
#[inline]
pub(super) fn run_end(masks: &[Masks], at: usize, end: usize) -> usize {
    first(masks, at, |masks| !masks.word).map_or(end, |place| place.min(end))
}

/// The first place from `at` on where a sentence may end.
pub(super) fn next_stop(masks: &[Masks], at: usize) -> Option<usize> {
    first(masks, at, |masks| masks.stop)
}

/// The first set bit from `at` on.
#[inline]
fn first(masks: &[Masks], at: usize, pick: impl Fn(&Masks) -> u64) -> Option<usize> {
    let mut block = at / BLOCK;
    let mut bits = pick(masks.get(block)?) & (u64::MAX << (at % BLOCK));
    while bits == 0 {
        block += 1;
        bits = pick(masks.get(block)?);
    }
    Some(block * BLOCK + place(bits))
}

#[inline]
#[expect(clippy::as_conversions, reason = "a number of bits is at most 64")]
const fn place(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}
