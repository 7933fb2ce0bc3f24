//! 32 bytes in one register (AVX2).
#![expect(unsafe_code, reason = "loads and stores; the tests compare with `portable`")]
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a hot loop; a bucket has 16 bits and there are as many rows, and pieces are known"
)]

use std::arch::x86_64::{
    __m256, __m256i, _MM_HINT_T0, _mm_loadl_epi64, _mm_loadu_si128, _mm_prefetch, _mm256_add_epi16,
    _mm256_add_ps, _mm256_cvtepi8_epi16, _mm256_cvtepi8_epi32, _mm256_cvtepi32_ps, _mm256_loadu_ps,
    _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256, _mm256_storeu_ps,
    _mm256_storeu_si256,
};

use crate::features::WIDTH;
use crate::heads::{LANGUAGE_ROW, Rows, STRIDE};

#[target_feature(enable = "avx2")]
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
        let mut token = [_mm256_setzero_si256(); STRIDE / 16];
        for bucket in buckets {
            add(&mut token, rows[usize::from(*bucket)].as_chunks().0);
        }
        let mut sum = [0_i16; STRIDE];
        store(&token, sum.as_chunks_mut().0);
        all.iter_mut().zip(&sum).for_each(|(all, sum)| *all += i32::from(*sum));
        sums.push(sum);
    }
}

#[target_feature(enable = "avx2")]
pub(super) fn sum_languages(rows: &[[u8; LANGUAGE_ROW]], buckets: &[u16]) -> [i16; LANGUAGE_ROW] {
    let mut all = [_mm256_setzero_si256(); LANGUAGE_ROW / 16];
    for bucket in buckets {
        fetch(&rows[usize::from(*bucket)]);
    }
    for bucket in buckets {
        add(&mut all, rows[usize::from(*bucket)].as_chunks().0);
    }
    let mut sums = [0_i16; LANGUAGE_ROW];
    store(&all, sums.as_chunks_mut().0);
    sums
}

/// Asks for a row before it is needed: all of them together, as memory answers many at once.
#[inline]
pub(super) fn fetch<const N: usize>(row: &[u8; N]) {
    for line in row.chunks(64) {
        // SAFETY: it only asks, and the bytes are those of the array.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn add<const N: usize>(sums: &mut [__m256i; N], row: &[[u8; 16]]) {
    for (sum, bytes) in sums.iter_mut().zip(row) {
        // SAFETY: the 16 bytes are those of the array.
        let bytes = unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) };
        *sum = _mm256_add_epi16(*sum, _mm256_cvtepi8_epi16(bytes));
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store<const N: usize>(sums: &[__m256i; N], out: &mut [[i16; 16]]) {
    for (sum, out) in sums.iter().zip(out) {
        // SAFETY: the 16 numbers are those of the array.
        unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), *sum) };
    }
}

/// How many numbers of a vector are summed at once.
const PART: usize = 64;

#[target_feature(enable = "avx2")]
pub(super) fn add_vectors(
    rows: &[[u8; WIDTH]],
    scales: &[f32],
    ids: &[u32],
    out: &mut [f32; WIDTH],
) {
    for id in ids {
        fetch(&rows[*id as usize]);
    }
    for (part, out) in out.as_chunks_mut::<PART>().0.iter_mut().enumerate() {
        let mut sums: [__m256; PART / 8] = load(out.as_chunks().0);
        for id in ids {
            let scale = _mm256_set1_ps(scales[*id as usize]);
            let bytes = &rows[*id as usize].as_chunks::<PART>().0[part];
            for (sum, bytes) in sums.iter_mut().zip(bytes.as_chunks::<8>().0) {
                // SAFETY: the 8 bytes are those of the array.
                let bytes = unsafe { _mm_loadl_epi64(bytes.as_ptr().cast()) };
                let numbers = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
                *sum = _mm256_add_ps(*sum, _mm256_mul_ps(scale, numbers));
            }
        }
        store_floats(&sums, out.as_chunks_mut().0);
    }
}

#[target_feature(enable = "avx2")]
pub(super) fn add_dense(weights: &[[f32; STRIDE]], values: &[f32], out: &mut [f32; STRIDE]) {
    const HALF: usize = STRIDE / 2;
    for (half, out) in out.as_chunks_mut::<HALF>().0.iter_mut().enumerate() {
        let mut sums = [[_mm256_setzero_ps(); HALF / 8]; 2];
        let (pairs, rest) = weights.as_chunks::<2>();
        let (values, last) = values.as_chunks::<2>();
        for (pair, values) in pairs.iter().zip(values) {
            for ((sums, row), value) in sums.iter_mut().zip(pair).zip(values) {
                add_row(sums, row.as_chunks::<HALF>().0[half].as_chunks().0, *value);
            }
        }
        for (row, value) in rest.iter().zip(last) {
            add_row(&mut sums[0], row.as_chunks::<HALF>().0[half].as_chunks().0, *value);
        }
        let mut all: [__m256; HALF / 8] = load(out.as_chunks().0);
        let [even, odd] = sums;
        for (all, (even, odd)) in all.iter_mut().zip(even.into_iter().zip(odd)) {
            *all = _mm256_add_ps(*all, _mm256_add_ps(even, odd));
        }
        store_floats(&all, out.as_chunks_mut().0);
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn add_row(sums: &mut [__m256; HALF / 8], row: &[[f32; 8]], value: f32) {
        let value = _mm256_set1_ps(value);
        for (sum, weights) in sums.iter_mut().zip(row) {
            // SAFETY: the 8 numbers are those of the array.
            let weights = unsafe { _mm256_loadu_ps(weights.as_ptr()) };
            *sum = _mm256_add_ps(*sum, _mm256_mul_ps(weights, value));
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load<const N: usize>(from: &[[f32; 8]]) -> [__m256; N] {
    let mut all = [_mm256_setzero_ps(); N];
    for (one, from) in all.iter_mut().zip(from) {
        // SAFETY: the 8 numbers are those of the array.
        *one = unsafe { _mm256_loadu_ps(from.as_ptr()) };
    }
    all
}

#[inline]
#[target_feature(enable = "avx2")]
fn store_floats<const N: usize>(all: &[__m256; N], out: &mut [[f32; 8]]) {
    for (one, out) in all.iter().zip(out) {
        // SAFETY: the 8 numbers are those of the array.
        unsafe { _mm256_storeu_ps(out.as_mut_ptr(), *one) };
    }
}
