//! 64 bytes in one register (AVX-512BW).
#![expect(unsafe_code, reason = "loads from memory; `tests/paths.rs` compares with `portable`")]

use std::arch::x86_64::{
    __m512i, _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask, _mm512_loadu_si512,
    _mm512_maskz_loadu_epi8, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_sub_epi8,
};

use super::{BLOCK, Masks};

#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn classify(text: &[u8], masks: &mut Vec<Masks>) {
    let (full, rest) = text.as_chunks::<BLOCK>();
    for bytes in full {
        // SAFETY: the 64 bytes are those of the array.
        let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
        masks.push(block(bytes));
    }
    if !rest.is_empty() {
        let present = u64::MAX >> (BLOCK - rest.len());
        // SAFETY: only the bytes of the slice are present in the mask, and no others are read.
        let bytes = unsafe { _mm512_maskz_loadu_epi8(present, rest.as_ptr().cast()) };
        masks.push(block(bytes));
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn block(bytes: __m512i) -> Masks {
    let lower = _mm512_or_si512(bytes, each(0x20));
    let word = between(lower, b'a', b'z') | between(bytes, b'0', b'9') | equal(bytes, b'_');
    let sigil = between(bytes, b'#', b'$') | equal(bytes, b'@');
    let stop = equal(bytes, b'.') | equal(bytes, b'!') | equal(bytes, b'?');
    let stop = stop | between(bytes, b'\n', b'\r');
    Masks { word, start: word | sigil | _mm512_movepi8_mask(bytes), stop }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn between(bytes: __m512i, first: u8, last: u8) -> u64 {
    _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, each(first)), each(last - first))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn equal(bytes: __m512i, byte: u8) -> u64 {
    _mm512_cmpeq_epi8_mask(bytes, each(byte))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn each(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}
