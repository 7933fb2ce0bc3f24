//! The weights of all heads, and what they say of a text.
#![expect(clippy::indexing_slicing, reason = "a hot loop; the constructor checked all sizes")]

use std::borrow::Cow;

use super::{BUCKETS, Float, Group, OUTPUTS, Room, STRIDE};
use crate::Error;
use crate::features::{COUNTS, Embedding, WIDTH};
use crate::model::Parts;
use crate::simd::Path;

/// Dense features: the mean vector and the counts.
pub const DENSE: usize = WIDTH + COUNTS;

/// The weights.
#[derive(Debug, Clone)]
pub struct Heads {
    /// One row a bucket.
    rows: Cow<'static, [u8]>,
    /// What a step of each output's signed bytes is worth.
    scales: [f32; STRIDE],
    /// One row a dense feature.
    dense: Vec<[f32; STRIDE]>,
    constants: [f32; STRIDE],
    /// The temperature of each group.
    heats: [f32; Group::ALL.len()],
}

impl Heads {
    /// Reads the heads from a file.
    ///
    /// # Errors
    /// A part is missing or has the wrong size.
    pub fn read(parts: &Parts) -> Result<Self, Error> {
        let rows = parts.get("heads-rows")?;
        if rows.len() != BUCKETS * STRIDE {
            return Err(parts.misfit("heads-rows"));
        }
        let row = |part| -> Result<[f32; STRIDE], Error> {
            parts.numbers(part)?.first_chunk().copied().ok_or_else(|| parts.misfit(part))
        };
        let (scales, constants) = (row("heads-scales")?, row("heads-constants")?);
        let all = parts.numbers("heads-dense")?;
        let dense = all.as_chunks::<STRIDE>().0.to_vec();
        let heats = parts.numbers("heads-heats")?.first_chunk().copied();
        let heats = heats.ok_or_else(|| parts.misfit("heads-heats"))?;
        if dense.len() != DENSE {
            return Err(parts.misfit("heads-dense"));
        }
        Ok(Self { rows, scales, dense, constants, heats })
    }

    /// Reads a text and writes each output's score into the room.
    pub fn score(&self, text: &str, embedding: &Embedding, room: &mut Room) {
        room.read(text, embedding);
        let path = Path::fastest();
        let mut outputs = self.constants;
        let rows = self.rows.as_chunks::<STRIDE>().0;
        for (block, sums) in room.blocks.iter().zip(&mut room.sums) {
            let mut all = [0_i32; STRIDE];
            path.sum_block(rows, block, sums, &mut all);
            let share = Room::share(block.len());
            for ((output, sum), scale) in outputs.iter_mut().zip(all).zip(&self.scales) {
                *output += exact(sum) * scale * share;
            }
        }
        path.add_dense(&self.dense, &room.dense, &mut outputs);
        room.outputs = outputs;
    }

    /// The weights as numbers again, to train on from them.
    #[must_use]
    pub fn float(&self) -> Float {
        let number = |(step, scale): (&u8, &f32)| f32::from(step.cast_signed()) * scale;
        let mut float = Float { dense: self.dense.clone(), ..Float::default() };
        for (row, steps) in float.rows.iter_mut().zip(self.rows.as_chunks::<STRIDE>().0) {
            let numbers = steps.iter().zip(&self.scales).map(number);
            row.iter_mut().zip(numbers).for_each(|(weight, number)| *weight = number);
        }
        float.constants = self.constants;
        float
    }

    /// The temperature of a group.
    #[must_use]
    pub fn heat(&self, group: Group) -> f32 {
        self.heats[group.place()].max(0.01)
    }

    /// How much each token moves an output, by its n-grams; for evidence.
    pub fn moved(&self, output: usize, room: &Room, out: &mut Vec<f32>) {
        out.clear();
        out.resize(room.normal.tokens().len(), 0.0);
        if output >= OUTPUTS {
            return;
        }
        for (block, sums) in room.blocks.iter().zip(&room.sums) {
            let worth = Room::share(block.len()) * self.scales[output];
            for (moved, sums) in out.iter_mut().zip(sums) {
                *moved += worth * f32::from(sums[output]);
            }
        }
    }
}

#[expect(clippy::as_conversions, reason = "sums of signed bytes of one text are below 2^24")]
const fn exact(sum: i32) -> f32 {
    sum as f32
}
