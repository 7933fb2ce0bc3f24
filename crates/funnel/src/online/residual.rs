//! What an organization's corrections add to the outputs of the shipped heads.

use std::collections::BTreeMap;

use super::Learned;
use crate::features::QuickMap;
use crate::heads::{Group, Lesson, Room, STRIDE};
use crate::judge::View;

/// How far one correction moves a weight. Larger steps follow single corrections too closely.
const STEP: f32 = 0.15;

/// What every square of slopes starts from; the larger, the calmer the first steps.
const CALM: f32 = 0.05;

/// How much more a correction counts where the funnel was sure and wrong.
const SURE_AND_WRONG: f32 = 3.0;

/// What is true of one group: of the outputs that are known, one bit each, those that are true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// The group.
    pub group: Group,
    /// Which of its outputs somebody spoke about.
    pub known: u32,
    /// Which of these are true.
    pub yes: u32,
}

impl Truth {
    /// One of the outputs that exclude each other is true.
    #[must_use]
    pub const fn one_of(group: Group, place: u32) -> Self {
        Self { group, known: u32::MAX, yes: 1 << place }
    }

    /// One output is true or not; nothing is said of the others.
    #[must_use]
    pub const fn of(group: Group, place: u32, is: bool) -> Self {
        Self { group, known: 1 << place, yes: if is { 1 << place } else { 0 } }
    }
}

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

/// The residual of an organization while it learns. Few buckets are ever touched, so they are kept
/// one by one.
#[derive(Debug, Clone, Default)]
pub struct Residual {
    rows: QuickMap<u32, Row>,
    dense: BTreeMap<usize, Row>,
    constants: Option<Row>,
    taught: [bool; Group::ALL.len()],
    corrections: u32,
}

impl Residual {
    /// How many corrections it has learned.
    #[must_use]
    pub const fn corrections(&self) -> u32 {
        self.corrections
    }

    /// What was learned so far, to judge with: halfway between the weights of this moment and their
    /// average over all corrections. The average does not jump with the last one (Collins, EMNLP
    /// 2002); the weights of this moment let the last one count.
    #[must_use]
    pub fn settled(&self) -> Learned {
        let all = steps(self.corrections).max(1.0);
        let settle = |row: &Row| {
            let ahead = steps(self.corrections - row.since);
            let mut out = [0.0; STRIDE];
            for ((out, sum), weight) in out.iter_mut().zip(&row.sums).zip(&row.weights) {
                *out = 0.5 * weight + 0.5 * (sum + weight * ahead) / all;
            }
            out
        };
        let mut dense = if self.dense.is_empty() { Vec::new() } else { Learned::no_dense() };
        for (at, row) in &self.dense {
            if let Some(place) = dense.get_mut(*at) {
                *place = settle(row);
            }
        }
        Learned {
            rows: self.rows.iter().map(|(bucket, row)| (*bucket, settle(row))).collect(),
            dense,
            constants: self.constants.as_ref().map(settle),
            taught: self.taught,
            corrections: self.corrections,
        }
    }

    /// Learns one correction. `view` is what the funnel said without anything learned.
    pub(crate) fn learn(&mut self, view: &View, truth: Truth) {
        let mut outputs = view.said;
        self.add_latest(&view.lesson, &mut outputs);
        let slopes = slopes(&outputs, truth);
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
        for block in &view.lesson.blocks {
            let share = Room::share(block.len());
            for bucket in block {
                let row = self.rows.entry(*bucket).or_insert_with(|| Row::new(now));
                change(row, share, STEP);
            }
        }
        for (at, value) in view.lesson.dense.iter().enumerate().filter(|(_, value)| **value != 0.0)
        {
            change(self.dense.entry(at).or_insert_with(|| Row::new(now)), *value, STEP * 0.3);
        }
        change(self.constants.get_or_insert_with(|| Row::new(now)), 1.0, STEP * 0.3);
        for (taught, group) in self.taught.iter_mut().zip(Group::ALL) {
            *taught |= group == truth.group;
        }
        self.corrections += 1;
    }

    /// Adds the weights of this moment.
    pub(crate) fn add_latest(&self, lesson: &Lesson, outputs: &mut [f32; STRIDE]) {
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
pub(crate) fn surprise(outputs: &[f32; STRIDE], truth: Truth) -> f32 {
    let Truth { group, known, yes } = truth;
    let of_group = outputs.iter().skip(group.first()).take(group.len());
    let right = |place: u32| yes >> place & 1 == 1;
    let known = |place: u32| known >> place & 1 == 1;
    if group.excludes() {
        let most = of_group.clone().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = of_group.clone().map(|output| (output - most).exp()).sum();
        let told = (0..).zip(of_group).filter(|(place, _)| right(*place));
        return told.map(|(_, output)| sum.ln() - (output - most)).sum();
    }
    let each = (0..).zip(of_group).filter(|(place, _)| known(*place)).map(|(place, output)| {
        let signed = if right(place) { *output } else { -output };
        (1.0 + (-signed).exp()).ln()
    });
    each.sum()
}

/// Whether these outputs get the truth right.
pub(crate) fn is_right(outputs: &[f32; STRIDE], truth: Truth) -> bool {
    let Truth { group, known, yes } = truth;
    let of_group = || (0_u32..).zip(outputs.iter().skip(group.first()).take(group.len()));
    if group.excludes() {
        let most = of_group().max_by(|a, b| a.1.total_cmp(b.1));
        return most.is_some_and(|(place, _)| yes >> place & 1 == 1);
    }
    let mut told = of_group().filter(|(place, _)| known >> place & 1 == 1);
    told.all(|(place, output)| (*output > 0.0) == (yes >> place & 1 == 1))
}

/// The slope of the surprise at each output, steeper where the funnel was sure and wrong.
fn slopes(outputs: &[f32; STRIDE], truth: Truth) -> [f32; STRIDE] {
    let Truth { group, known, yes } = truth;
    let mut slopes = [0.0; STRIDE];
    let of_group = || outputs.iter().skip(group.first()).take(group.len());
    let most = of_group().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = of_group().map(|output| (output - most).exp()).sum();
    let places = slopes.iter_mut().skip(group.first()).take(group.len());
    for (place, (slope, output)) in (0_u32..).zip(places.zip(of_group())) {
        if known >> place & 1 == 0 {
            continue;
        }
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
