//! Steps from bit to bit in the masks of a text.

use crate::simd::{BLOCK, Masks};

/// Whether the byte at `at` is an ASCII word character.
#[inline]
pub(super) fn is_word(masks: &[Masks], at: usize) -> bool {
    masks.get(at / BLOCK).is_some_and(|masks| masks.word >> (at % BLOCK) & 1 != 0)
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

/// The place of the lowest bit, 64 if there is none.
#[inline]
#[expect(clippy::as_conversions, reason = "a number of bits is at most 64")]
pub(super) const fn place(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}
