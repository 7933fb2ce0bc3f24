//! The weights of all heads, and what they say of a text.
#![expect(clippy::indexing_slicing, reason = "a hot loop; the constructor checked all sizes")]

use std::borrow::Cow;

use super::{BUCKETS, Group, OUTPUTS, Room, STRIDE};
use crate::Error;
use crate::features::{COUNTS, Embedding, WIDTH};
use crate::model::Parts;

/// Dense features: the mean vector and the counts.
pub const DENSE: usize = WIDTH + COUNTS;

/// So many signed bytes can be summed in 16 bits.
const FLUSH: usize = 255;

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
        let mut outputs = self.constants;
        let rows = self.rows.as_chunks::<STRIDE>().0;
        for block in &room.blocks {
            let share = Room::share(block.len());
            for part in block.chunks(FLUSH) {
                let mut sums = [0_i16; STRIDE];
                for hashed in part {
                    // A bucket has 16 bits, and there are as many rows.
                    let row = &rows[usize::try_from(hashed.bucket).unwrap_or(0)];
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += i16::from(weight.cast_signed());
                    }
                }
                for ((output, sum), scale) in outputs.iter_mut().zip(sums).zip(&self.scales) {
                    *output += f32::from(sum) * scale * share;
                }
            }
        }
        for (value, row) in room.dense.iter().zip(&self.dense) {
            for (output, weight) in outputs.iter_mut().zip(row) {
                *output += weight * value;
            }
        }
        room.outputs = outputs;
    }

    /// The temperature of a group.
    #[must_use]
    pub fn heat(&self, group: Group) -> f32 {
        let place = Group::ALL.iter().position(|one| *one == group).unwrap_or(0);
        self.heats[place].max(0.01)
    }

    /// How much each token moves an output, by its n-grams; for evidence.
    pub fn moved(&self, output: usize, room: &Room, out: &mut Vec<f32>) {
        out.clear();
        out.resize(room.normal.tokens().len(), 0.0);
        if output >= OUTPUTS {
            return;
        }
        let rows = self.rows.as_chunks::<STRIDE>().0;
        for block in &room.blocks {
            let worth = Room::share(block.len()) * self.scales[output];
            for hashed in block {
                let row = &rows[usize::try_from(hashed.bucket).unwrap_or(0)];
                let token = usize::try_from(hashed.token).unwrap_or(usize::MAX);
                if let Some(sum) = out.get_mut(token) {
                    *sum += worth * f32::from(row[output].cast_signed());
                }
            }
        }
    }
}
