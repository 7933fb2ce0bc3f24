//! 32 bytes in one register (AVX2).
#![expect(unsafe_code, reason = "loads from memory; `tests/paths.rs` compares with `portable`")]

use std::arch::asm;
use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_sub_epi8,
};

use super::{BLOCK, Masks, blocks};

#[target_feature(enable = "avx2")]
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
#[target_feature(enable = "avx2")]
fn block(bytes: &[u8; BLOCK]) -> Masks {
    let (halves, _) = bytes.as_chunks::<32>();
    let mut masks = Masks::default();
    for (place, bytes) in halves.iter().enumerate() {
        // SAFETY: the 32 bytes are those of the array.
        let half = half(unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) });
        masks.word |= half.word << (32 * place);
        masks.start |= half.start << (32 * place);
        masks.stop |= half.stop << (32 * place);
    }
    masks
}

#[inline]
#[target_feature(enable = "avx2")]
fn half(bytes: __m256i) -> Masks {
    let either = _mm256_or_si256;
    let lower = either(bytes, each(0x20));
    let digit = either(between(bytes, b'0', b'9'), equal(bytes, b'_'));
    let word = either(between(lower, b'a', b'z'), digit);
    let sigil = either(between(bytes, b'#', b'$'), equal(bytes, b'@'));
    let stop = either(equal(bytes, b'.'), either(equal(bytes, b'!'), equal(bytes, b'?')));
    let stop = either(stop, between(bytes, b'\n', b'\r'));
    // The highest bit of a byte is what the mask is made of, so that `bytes` says which are high.
    let start = either(word, either(sigil, bytes));
    Masks { word: gather(word), start: gather(start), stop: gather(stop) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn between(bytes: __m256i, first: u8, last: u8) -> __m256i {
    let distance = _mm256_sub_epi8(bytes, each(first));
    _mm256_cmpeq_epi8(_mm256_min_epu8(distance, each(last - first)), distance)
}

#[inline]
#[target_feature(enable = "avx2")]
fn equal(bytes: __m256i, byte: u8) -> __m256i {
    _mm256_cmpeq_epi8(bytes, each(byte))
}

#[inline]
#[target_feature(enable = "avx2")]
fn each(byte: u8) -> __m256i {
    _mm256_set1_epi8(byte.cast_signed())
}

/// The highest bits of the bytes, side by side.
#[inline]
#[target_feature(enable = "avx2")]
fn gather(bytes: __m256i) -> u64 {
    let bits: u32;
    // Written out, because the compiler sees through the intrinsic, joins two of its results to
    // one of 64 bits, and then makes that bit by bit.
    // SAFETY: the instruction belongs to AVX2 and does nothing but set `bits`.
    unsafe {
        asm!(
            "vpmovmskb {bits:e}, {bytes}",
            bits = lateout(reg) bits,
            bytes = in(ymm_reg) bytes,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    u64::from(bits)
}
