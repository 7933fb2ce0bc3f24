//! What an organization's corrections add to the outputs of the shipped heads.

use std::collections::BTreeMap;

use crate::features::QuickMap;
use crate::heads::{Group, Lesson, Room, STRIDE};

/// How far one correction moves a weight. Larger steps follow single corrections too closely.
const STEP: f32 = 0.15;

/// What every square of slopes starts from; the larger, the calmer the first steps.
const CALM: f32 = 0.05;

/// How much more a correction counts where the funnel was sure and wrong.
const SURE_AND_WRONG: f32 = 3.0;

/// One row of weights: the value, the squares of the slopes, and the sum over all corrections, from
/// which the average is taken.
#[derive(Debug, Clone)]
struct Row {
    weights: [f32; STRIDE],
    squares: [f32; STRIDE],
    sums: [f32; STRIDE],
    since: u32,
}

impl Row {
    const fn new(now: u32) -> Self {
        Self { weights: [0.0; STRIDE], squares: [CALM; STRIDE], sums: [0.0; STRIDE], since: now }
    }

    /// Brings the sums up to now.
    fn settle(&mut self, now: u32) {
        let times = steps(now - self.since);
        for (sum, weight) in self.sums.iter_mut().zip(&self.weights) {
            *sum += weight * times;
        }
        self.since = now;
    }
}

/// The residual of an organization. Few buckets are ever touched, so they are kept one by one.
#[derive(Debug, Clone, Default)]
pub struct Residual {
    rows: QuickMap<u32, Row>,
    dense: BTreeMap<usize, Row>,
    constants: Option<Row>,
    corrections: u32,
}

impl Residual {
    /// How many corrections it has learned.
    #[must_use]
    pub const fn corrections(&self) -> u32 {
        self.corrections
    }

    /// What it adds to the outputs of a text, with the average of its weights over all corrections:
    /// the average does not jump with the last one (Collins, EMNLP 2002).
    pub fn add(&self, lesson: &Lesson, outputs: &mut [f32; STRIDE]) {
        let mut each = |row: &Row, value: f32| {
            let ahead = steps(self.corrections - row.since);
            let all = steps(self.corrections).max(1.0);
            for ((output, sum), weight) in outputs.iter_mut().zip(&row.sums).zip(&row.weights) {
                *output += value * (sum + weight * ahead) / all;
            }
        };
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            block.iter().filter_map(|b| self.rows.get(b)).for_each(|row| each(row, share));
        }
        for (at, value) in lesson.dense.iter().enumerate() {
            if let Some(row) = self.dense.get(&at) {
                each(row, *value);
            }
        }
        if let Some(row) = &self.constants {
            each(row, 1.0);
        }
    }

    /// Learns one correction: of `group`, these outputs are true, one bit each. `base` are the
    /// outputs of the shipped heads.
    pub(crate) fn learn(&mut self, lesson: &Lesson, base: &[f32; STRIDE], group: Group, yes: u32) {
        let mut outputs = *base;
        self.add_latest(lesson, &mut outputs);
        let slopes = slopes(&outputs, group, yes);
        let now = self.corrections;
        let change = |row: &mut Row, value: f32, pace: f32| {
            row.settle(now);
            let pairs = row.weights.iter_mut().zip(&mut row.squares).zip(&slopes);
            for ((weight, square), slope) in pairs {
                let slope = slope * value;
                *square += slope * slope;
                *weight -= pace * slope / square.sqrt();
            }
        };
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            for bucket in block {
                let row = self.rows.entry(*bucket).or_insert_with(|| Row::new(now));
                change(row, share, STEP);
            }
        }
        for (at, value) in lesson.dense.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            change(self.dense.entry(at).or_insert_with(|| Row::new(now)), *value, STEP * 0.3);
        }
        change(self.constants.get_or_insert_with(|| Row::new(now)), 1.0, STEP * 0.3);
        self.corrections += 1;
    }

    /// The same as [`Self::add`] with the weights of this moment.
    fn add_latest(&self, lesson: &Lesson, outputs: &mut [f32; STRIDE]) {
        let mut each = |row: &Row, value: f32| {
            outputs.iter_mut().zip(&row.weights).for_each(|(output, w)| *output += w * value);
        };
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            block.iter().filter_map(|b| self.rows.get(b)).for_each(|row| each(row, share));
        }
        for (at, row) in &self.dense {
            each(row, lesson.dense.get(*at).copied().unwrap_or(0.0));
        }
        if let Some(row) = &self.constants {
            each(row, 1.0);
        }
    }
}

/// How surprising the truth is under these outputs: its negative logarithm.
pub(crate) fn surprise(outputs: &[f32; STRIDE], group: Group, yes: u32) -> f32 {
    let of_group = outputs.iter().skip(group.first()).take(group.len());
    let right = |place: u32| yes >> place & 1 == 1;
    if group.excludes() {
        let most = of_group.clone().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = of_group.clone().map(|output| (output - most).exp()).sum();
        let told = (0..).zip(of_group).filter(|(place, _)| right(*place));
        return told.map(|(_, output)| sum.ln() - (output - most)).sum();
    }
    let each = (0..).zip(of_group).map(|(place, output)| {
        let signed = if right(place) { *output } else { -output };
        (1.0 + (-signed).exp()).ln()
    });
    each.sum()
}

/// The slope of the surprise at each output, steeper where the funnel was sure and wrong.
fn slopes(outputs: &[f32; STRIDE], group: Group, yes: u32) -> [f32; STRIDE] {
    let mut slopes = [0.0; STRIDE];
    let of_group = || outputs.iter().skip(group.first()).take(group.len());
    let most = of_group().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = of_group().map(|output| (output - most).exp()).sum();
    let places = slopes.iter_mut().skip(group.first()).take(group.len());
    for (place, (slope, output)) in (0_u32..).zip(places.zip(of_group())) {
        let likelihood = if group.excludes() {
            (output - most).exp() / sum
        } else {
            1.0 / (1.0 + (-output).exp())
        };
        *slope = likelihood - if yes >> place & 1 == 1 { 1.0 } else { 0.0 };
    }
    if slopes.iter().any(|slope| slope.abs() > 0.8) {
        slopes.iter_mut().for_each(|slope| *slope *= SURE_AND_WRONG);
    }
    slopes
}

#[expect(clippy::as_conversions, reason = "counts of corrections are far below 2^24")]
const fn steps(count: u32) -> f32 {
    count as f32
}
