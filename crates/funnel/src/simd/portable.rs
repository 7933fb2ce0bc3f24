//! For every machine.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a hot loop; a bucket has 16 bits and there are as many rows, and pieces are known"
)]

use crate::features::WIDTH;
use crate::heads::{LANGUAGE_ROW, Rows, STRIDE};

pub(super) fn sum_block(
    rows: &[[u8; STRIDE]],
    block: &Rows,
    sums: &mut Vec<[i16; STRIDE]>,
    all: &mut [i32; STRIDE],
) {
    for buckets in block.by_token() {
        let mut token = [0_i16; STRIDE];
        for bucket in buckets {
            let row = &rows[usize::from(*bucket)];
            for (sum, weight) in token.iter_mut().zip(row) {
                *sum += i16::from(weight.cast_signed());
            }
        }
        all.iter_mut().zip(&token).for_each(|(all, sum)| *all += i32::from(*sum));
        sums.push(token);
    }
}

pub(super) fn sum_languages(rows: &[[u8; LANGUAGE_ROW]], buckets: &[u16]) -> [i16; LANGUAGE_ROW] {
    let mut sums = [0_i16; LANGUAGE_ROW];
    for bucket in buckets {
        for (sum, weight) in sums.iter_mut().zip(&rows[usize::from(*bucket)]) {
            *sum += i16::from(weight.cast_signed());
        }
    }
    sums
}

pub(super) fn add_vectors(
    rows: &[[u8; WIDTH]],
    scales: &[f32],
    ids: &[u32],
    out: &mut [f32; WIDTH],
) {
    for id in ids {
        let scale = scales[*id as usize];
        for (sum, part) in out.iter_mut().zip(&rows[*id as usize]) {
            *sum += scale * f32::from(part.cast_signed());
        }
    }
}

pub(super) fn add_dense(weights: &[[f32; STRIDE]], values: &[f32], out: &mut [f32; STRIDE]) {
    let mut sums = [[0.0_f32; STRIDE]; 2];
    for (place, (row, value)) in weights.iter().zip(values).enumerate() {
        for (sum, weight) in sums[place % 2].iter_mut().zip(row) {
            *sum += weight * value;
        }
    }
    let [even, odd] = sums;
    for (out, (even, odd)) in out.iter_mut().zip(even.iter().zip(&odd)) {
        *out += even + odd;
    }
}
