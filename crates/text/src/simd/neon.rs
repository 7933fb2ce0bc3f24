//! 16 bytes in one register (NEON).
#![expect(unsafe_code, reason = "loads from memory; `tests/paths.rs` compares with `portable`")]

use std::arch::aarch64::{
    uint8x16_t, vaddv_u8, vand_u8, vceqq_u8, vcgeq_u8, vcleq_u8, vdupq_n_u8, vget_high_u8,
    vget_low_u8, vld1_u8, vld1q_u8, vorrq_u8, vsubq_u8,
};

use super::{BLOCK, Masks, blocks};

/// One bit for each of eight bytes.
const BITS: [u8; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

#[target_feature(enable = "neon")]
pub(super) fn classify(text: &[u8], masks: &mut Vec<Masks>) {
    let (full, last) = blocks(text);
    for bytes in full {
        masks.push(block(bytes));
    }
    if let Some(bytes) = &last {
        masks.push(block(bytes));
    }
}

#[inline]
#[target_feature(enable = "neon")]
fn block(bytes: &[u8; BLOCK]) -> Masks {
    let (quarters, _) = bytes.as_chunks::<16>();
    let mut masks = Masks::default();
    for (place, bytes) in quarters.iter().enumerate() {
        // SAFETY: the 16 bytes are those of the array.
        let quarter = quarter(unsafe { vld1q_u8(bytes.as_ptr()) });
        masks.word |= quarter.word << (16 * place);
        masks.start |= quarter.start << (16 * place);
        masks.stop |= quarter.stop << (16 * place);
    }
    masks
}

#[inline]
#[target_feature(enable = "neon")]
fn quarter(bytes: uint8x16_t) -> Masks {
    let lower = vorrq_u8(bytes, vdupq_n_u8(0x20));
    let digit = vorrq_u8(between(bytes, b'0', b'9'), equal(bytes, b'_'));
    let word = vorrq_u8(between(lower, b'a', b'z'), digit);
    let sigil = vorrq_u8(between(bytes, b'#', b'$'), equal(bytes, b'@'));
    let stop = vorrq_u8(equal(bytes, b'.'), vorrq_u8(equal(bytes, b'!'), equal(bytes, b'?')));
    let stop = vorrq_u8(stop, between(bytes, b'\n', b'\r'));
    let high = vcgeq_u8(bytes, vdupq_n_u8(0x80));
    let start = vorrq_u8(word, vorrq_u8(sigil, high));
    Masks { word: gather(word), start: gather(start), stop: gather(stop) }
}

#[inline]
#[target_feature(enable = "neon")]
fn between(bytes: uint8x16_t, first: u8, last: u8) -> uint8x16_t {
    vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(last - first))
}

#[inline]
#[target_feature(enable = "neon")]
fn equal(bytes: uint8x16_t, byte: u8) -> uint8x16_t {
    vceqq_u8(bytes, vdupq_n_u8(byte))
}

/// One bit for each byte that is all ones.
#[inline]
#[target_feature(enable = "neon")]
fn gather(bytes: uint8x16_t) -> u64 {
    // SAFETY: the 8 bytes are those of the array.
    let bits = unsafe { vld1_u8(BITS.as_ptr()) };
    let low = vaddv_u8(vand_u8(vget_low_u8(bytes), bits));
    let high = vaddv_u8(vand_u8(vget_high_u8(bytes), bits));
    u64::from(low) | u64::from(high) << 8
}
