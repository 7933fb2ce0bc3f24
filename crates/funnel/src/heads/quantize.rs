//! From trained weights to signed bytes.

use super::{BUCKETS, DENSE, Group, Lesson, Room, STRIDE};

/// Weights as they are trained.
#[derive(Debug, Clone)]
pub struct Float {
    /// One row a bucket.
    pub rows: Vec<[f32; STRIDE]>,
    /// One row a dense feature.
    pub dense: Vec<[f32; STRIDE]>,
    /// The constants.
    pub constants: [f32; STRIDE],
}

impl Default for Float {
    fn default() -> Self {
        Self {
            rows: vec![[0.0; STRIDE]; BUCKETS],
            dense: vec![[0.0; STRIDE]; DENSE],
            constants: [0.0; STRIDE],
        }
    }
}

impl Float {
    /// The mean of several, which all were trained on the same lessons in another order: less depends
    /// on the order.
    #[must_use]
    pub fn mean(all: &[Self]) -> Self {
        let mut mean = Self::default();
        let share = 1.0 / f32::from(u16::try_from(all.len().max(1)).unwrap_or(u16::MAX));
        let add = |row: &mut [f32; STRIDE], other: &[f32; STRIDE]| {
            row.iter_mut().zip(other).for_each(|(weight, other)| *weight += other * share);
        };
        for one in all {
            mean.rows.iter_mut().zip(&one.rows).for_each(|(row, other)| add(row, other));
            mean.dense.iter_mut().zip(&one.dense).for_each(|(row, other)| add(row, other));
            add(&mut mean.constants, &one.constants);
        }
        mean
    }

    /// The scores of a lesson.
    #[must_use]
    pub fn outputs(&self, lesson: &Lesson) -> [f32; STRIDE] {
        let mut outputs = self.constants;
        let mut add = |row: &[f32; STRIDE], value: f32| {
            for (output, weight) in outputs.iter_mut().zip(row) {
                *output += weight * value;
            }
        };
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            let places = block.iter().filter_map(|bucket| usize::try_from(*bucket).ok());
            places.filter_map(|at| self.rows.get(at)).for_each(|row| add(row, share));
        }
        self.dense.iter().zip(lesson.dense).for_each(|(row, value)| add(row, value));
        outputs
    }
}

/// The parts of a file with these weights and temperatures. The largest weight of an output becomes
/// 127 steps.
#[must_use]
pub fn heads_parts(float: &Float, heats: &[f32; Group::ALL.len()]) -> Vec<(&'static str, Vec<u8>)> {
    let mut scales = [1e-9_f32; STRIDE];
    for row in &float.rows {
        for (scale, weight) in scales.iter_mut().zip(row) {
            *scale = scale.max(weight.abs() / 127.0);
        }
    }
    let mut rows = Vec::with_capacity(BUCKETS * STRIDE);
    for row in &float.rows {
        rows.extend(row.iter().zip(&scales).map(|(weight, scale)| step(weight / scale)));
    }
    let bytes =
        |numbers: &mut dyn Iterator<Item = f32>| numbers.flat_map(f32::to_le_bytes).collect();
    vec![
        ("heads-rows", rows),
        ("heads-scales", bytes(&mut scales.into_iter())),
        ("heads-dense", bytes(&mut float.dense.iter().flatten().copied())),
        ("heads-constants", bytes(&mut float.constants.into_iter())),
        ("heads-heats", bytes(&mut heats.iter().copied())),
    ]
}

#[expect(clippy::as_conversions, reason = "rounded and clamped to a signed byte before")]
pub(crate) fn step(steps: f32) -> u8 {
    (steps.round().clamp(-127.0, 127.0) as i8).cast_unsigned()
}
