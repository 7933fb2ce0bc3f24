//! What was learned, ready to judge with: one row of weights for each feature that any correction
//! touched.

use crate::features::QuickMap;
use crate::heads::{DENSE, Group, Lesson, Output, Room, STRIDE};

/// What an organization's corrections add to a verdict. It is made by [`super::Residual::settled`],
/// never changes, and is shared by all threads that judge.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    pub(super) rows: QuickMap<u32, [f32; STRIDE]>,
    /// Empty, or one row for each of the [`DENSE`] dense features.
    pub(super) dense: Vec<[f32; STRIDE]>,
    pub(super) constants: Option<[f32; STRIDE]>,
    /// Which groups were taught, in the order of [`Group::ALL`].
    pub(super) taught: [bool; Group::ALL.len()],
    pub(super) corrections: u32,
}

impl Learned {
    /// How many corrections taught it.
    #[must_use]
    pub const fn corrections(&self) -> u32 {
        self.corrections
    }

    /// Whether any correction was about this group.
    #[must_use]
    pub fn knows(&self, group: Group) -> bool {
        Group::ALL.iter().zip(self.taught).any(|(one, taught)| *one == group && taught)
    }

    /// What it adds to each output, for the text that the room read last.
    pub(crate) fn add(&self, room: &Room, outputs: &mut [f32; STRIDE]) {
        let mut each = |row: &[f32; STRIDE], value: f32| {
            outputs.iter_mut().zip(row).for_each(|(output, weight)| *output += value * weight);
        };
        for block in room.blocks() {
            let share = Room::share(block.len());
            let rows = block.buckets().iter().filter_map(|b| self.rows.get(&u32::from(*b)));
            rows.for_each(|row| each(row, share));
        }
        for (value, row) in room.dense().iter().zip(&self.dense) {
            each(row, *value);
        }
        if let Some(row) = &self.constants {
            each(row, 1.0);
        }
    }

    /// The same for a text that was read before.
    pub(super) fn add_lesson(&self, lesson: &Lesson, outputs: &mut [f32; STRIDE]) {
        let mut each = |row: &[f32; STRIDE], value: f32| {
            outputs.iter_mut().zip(row).for_each(|(output, weight)| *output += value * weight);
        };
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            block.iter().filter_map(|b| self.rows.get(b)).for_each(|row| each(row, share));
        }
        for (value, row) in lesson.dense.iter().zip(&self.dense) {
            each(row, *value);
        }
        if let Some(row) = &self.constants {
            each(row, 1.0);
        }
    }

    /// How much each token of that text moves an output, by its n-grams.
    pub(crate) fn moved(&self, output: Output, room: &Room, out: &mut Vec<f32>) {
        out.clear();
        out.resize(room.normal().tokens().len(), 0.0);
        for block in room.blocks() {
            let share = Room::share(block.len());
            for (sum, buckets) in out.iter_mut().zip(block.by_token()) {
                let rows = buckets.iter().filter_map(|b| self.rows.get(&u32::from(*b)));
                rows.filter_map(|row| row.get(output)).for_each(|w| *sum += share * w);
            }
        }
    }

    /// A row for each dense feature, all zero.
    pub(super) fn no_dense() -> Vec<[f32; STRIDE]> {
        vec![[0.0; STRIDE]; DENSE]
    }
}
