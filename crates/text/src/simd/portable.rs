//! The path that every machine has: eight bytes in one register.

use super::{BLOCK, Masks, blocks};

/// One in the lowest bit of each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// One in the highest bit of each byte.
const HIGH: u64 = 0x80 * ONES;

pub(super) fn classify(text: &[u8], masks: &mut Vec<Masks>) {
    let (full, last) = blocks(text);
    masks.extend(full.iter().map(block));
    masks.extend(last.iter().map(block));
}

#[inline]
fn block(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    let (eights, _) = block.as_chunks::<8>();
    for (place, eight) in eights.iter().enumerate() {
        let bytes = u64::from_le_bytes(*eight);
        let (low, high) = (bytes & !HIGH, bytes & HIGH);
        let lower = low | (0x20 * ONES);
        let word = between(lower, b'a', b'z') | between(low, b'0', b'9') | equal(low, b'_');
        let sigil = between(low, b'#', b'$') | equal(low, b'@');
        let stop = equal(low, b'.') | equal(low, b'!') | equal(low, b'?');
        let stop = stop | between(low, b'\n', b'\r');
        let shift = 8 * place;
        masks.word |= gather(word & !high) << shift;
        masks.start |= gather(word | sigil | high) << shift;
        masks.stop |= gather(stop & !high) << shift;
    }
    masks
}

/// The highest bit of each byte that lies within the bounds. The bytes are below 0x80, so that no
/// sum reaches into the next one.
#[inline]
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let reaches = bytes + u64::from(0x80 - first) * ONES;
    let exceeds = bytes + u64::from(0x7F - last) * ONES;
    reaches & !exceeds & HIGH
}

#[inline]
fn equal(bytes: u64, byte: u8) -> u64 {
    between(bytes, byte, byte)
}

/// The highest bits of the eight bytes, side by side.
#[inline]
fn gather(bits: u64) -> u64 {
    // Each factor moves one bit to its place in the highest byte; no two meet.
    ((bits & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
