//! 64 bytes in one register (AVX-512).
#![expect(unsafe_code, reason = "loads and stores; the tests compare with `portable`")]
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a hot loop; a bucket has 16 bits and there are as many rows, and pieces are known"
)]

use std::arch::x86_64::{
    __m512, _mm_loadu_si128, _mm256_loadu_si256, _mm512_add_epi16, _mm512_add_ps,
    _mm512_cvtepi8_epi16, _mm512_cvtepi8_epi32, _mm512_cvtepi32_ps, _mm512_loadu_ps, _mm512_mul_ps,
    _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_storeu_si512,
};

use super::avx2::{self, fetch};
use crate::features::WIDTH;
use crate::heads::{LANGUAGE_ROW, Rows, STRIDE};

#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn sum_block(
    rows: &[[u8; STRIDE]],
    block: &Rows,
    sums: &mut Vec<[i16; STRIDE]>,
    all: &mut [i32; STRIDE],
) {
    for bucket in block.buckets() {
        fetch(&rows[usize::from(*bucket)]);
    }
    for buckets in block.by_token() {
        let mut token = [_mm512_setzero_si512(); STRIDE / 32];
        for bucket in buckets {
            let row = &rows[usize::from(*bucket)];
            for (sum, bytes) in token.iter_mut().zip(row.as_chunks::<32>().0) {
                // SAFETY: the 32 bytes are those of the array.
                let bytes = unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) };
                *sum = _mm512_add_epi16(*sum, _mm512_cvtepi8_epi16(bytes));
            }
        }
        let mut sum = [0_i16; STRIDE];
        for (token, sum) in token.iter().zip(sum.as_chunks_mut::<32>().0) {
            // SAFETY: the 32 numbers are those of the array.
            unsafe { _mm512_storeu_si512(sum.as_mut_ptr().cast(), *token) };
        }
        all.iter_mut().zip(&sum).for_each(|(all, sum)| *all += i32::from(*sum));
        sums.push(sum);
    }
}

/// Rows of 80 bytes are five registers of the smaller kind.
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn sum_languages(rows: &[[u8; LANGUAGE_ROW]], buckets: &[u16]) -> [i16; LANGUAGE_ROW] {
    avx2::sum_languages(rows, buckets)
}

#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn add_vectors(
    rows: &[[u8; WIDTH]],
    scales: &[f32],
    ids: &[u32],
    out: &mut [f32; WIDTH],
) {
    for id in ids {
        fetch(&rows[*id as usize]);
    }
    let mut sums: [__m512; WIDTH / 16] = load(out.as_chunks().0);
    for id in ids {
        let scale = _mm512_set1_ps(scales[*id as usize]);
        let row = &rows[*id as usize];
        for (sum, bytes) in sums.iter_mut().zip(row.as_chunks::<16>().0) {
            // SAFETY: the 16 bytes are those of the array.
            let bytes = unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) };
            let numbers = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
            *sum = _mm512_add_ps(*sum, _mm512_mul_ps(scale, numbers));
        }
    }
    store(&sums, out.as_chunks_mut().0);
}

#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn add_dense(weights: &[[f32; STRIDE]], values: &[f32], out: &mut [f32; STRIDE]) {
    let mut sums = [[_mm512_setzero_ps(); STRIDE / 16]; 2];
    let (pairs, rest) = weights.as_chunks::<2>();
    let (values, last) = values.as_chunks::<2>();
    for (pair, values) in pairs.iter().zip(values) {
        for ((sums, row), value) in sums.iter_mut().zip(pair).zip(values) {
            add_row(sums, row, *value);
        }
    }
    for (row, value) in rest.iter().zip(last) {
        add_row(&mut sums[0], row, *value);
    }
    let mut all: [__m512; STRIDE / 16] = load(out.as_chunks().0);
    let [even, odd] = sums;
    for (all, (even, odd)) in all.iter_mut().zip(even.into_iter().zip(odd)) {
        *all = _mm512_add_ps(*all, _mm512_add_ps(even, odd));
    }
    store(&all, out.as_chunks_mut().0);
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn add_row(sums: &mut [__m512; STRIDE / 16], row: &[f32; STRIDE], value: f32) {
    let value = _mm512_set1_ps(value);
    for (sum, weights) in sums.iter_mut().zip(row.as_chunks::<16>().0) {
        // SAFETY: the 16 numbers are those of the array.
        let weights = unsafe { _mm512_loadu_ps(weights.as_ptr()) };
        *sum = _mm512_add_ps(*sum, _mm512_mul_ps(weights, value));
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn load<const N: usize>(from: &[[f32; 16]]) -> [__m512; N] {
    let mut all = [_mm512_setzero_ps(); N];
    for (one, from) in all.iter_mut().zip(from) {
        // SAFETY: the 16 numbers are those of the array.
        *one = unsafe { _mm512_loadu_ps(from.as_ptr()) };
    }
    all
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn store<const N: usize>(all: &[__m512; N], out: &mut [[f32; 16]]) {
    for (one, out) in all.iter().zip(out) {
        // SAFETY: the 16 numbers are those of the array.
        unsafe { _mm512_storeu_ps(out.as_mut_ptr(), *one) };
    }
}
