//! Training of outputs that few lessons know: for each a linear machine with costs, over the same
//! features as all heads, then calibrated on lessons that were left out in turn.
//!
//! Steps along the slope, as in [`super::drill`], need many lessons; with a few hundred they follow
//! single texts. A machine with a bounded length does not.
#![expect(clippy::indexing_slicing, reason = "training; places come from the lessons themselves")]

use super::{BUCKETS, DENSE, EMOTIONS, Float, Group, Lesson, Room, STRIDE};
use crate::features::WIDTH;
use crate::learn::{Drill, Machine, Vector, drill_weighed, folds, platt};

/// The outputs that many lessons know, moods and feelings: what they say of a text is shown to the
/// machines as further features. All is linear, so that it goes into the weights afterwards and costs
/// nothing when posts are judged.
const KNOWN: usize = 3 + EMOTIONS;

/// How a group is trained.
#[derive(Debug, Clone, Copy)]
pub struct Narrow {
    /// What a text on the wrong side costs.
    pub cost: f32,
    /// Whether the rarer side costs more, such that both weigh the same together. 0 no, 1 fully.
    pub balance: f32,
    /// The length of the mean vector beside the two blocks of n-grams, which have length 1 each.
    pub mean: f32,
    /// What a count or a phrase weighs.
    pub counts: f32,
    /// What the score of a mood or feeling weighs.
    pub moods: f32,
    /// How many parts are left out in turn to calibrate.
    pub folds: usize,
    /// At most so many rounds over the lessons.
    pub rounds: usize,
    /// The seed of all chance.
    pub seed: u64,
}

/// Which lessons are looked at, and how much each counts.
#[derive(Debug, Clone, Copy)]
pub struct Taught<'a> {
    /// Lessons of the own kind: on these it is calibrated.
    pub own: &'a [Lesson],
    /// Lessons from elsewhere, which only help.
    pub more: &'a [Lesson],
}

/// Trains all outputs of a group and writes them over what stands in `float`. Gives the calibrated
/// score of each own lesson while it was left out, output by output.
pub fn narrow(group: Group, lessons: Taught<'_>, how: Narrow, float: &mut Float) -> Vec<Vec<f32>> {
    let knows = |lesson: &&Lesson| lesson.targets.iter().any(|target| target.group == group);
    let own: Vec<&Lesson> = lessons.own.iter().filter(knows).collect();
    let all: Vec<&Lesson> = own.iter().copied().chain(lessons.more.iter().filter(knows)).collect();
    let scale = Scale::of(&all, how);
    let xs: Vec<Vector> = all.iter().map(|lesson| scale.vector(lesson, float)).collect();
    let mut left_out = vec![Vec::new(); own.len()];
    for place in 0..group.len() {
        let truth: Vec<(f32, f32)> = all.iter().map(|lesson| truth(lesson, group, place)).collect();
        let (machine, margins) = cross(&xs, &truth, own.len(), how);
        let told: Vec<(f32, bool)> =
            margins.iter().zip(&truth).map(|(margin, (sign, _))| (*margin, *sign > 0.0)).collect();
        let (slope, constant) = platt(&told);
        for (scores, margin) in left_out.iter_mut().zip(&margins) {
            scores.push(margin * slope + constant);
        }
        scale.write(&machine, (slope, constant), group.first() + place, float);
    }
    left_out
}

/// 1 for a yes and -1 for a no, and what the lesson counts.
fn truth(lesson: &Lesson, group: Group, place: usize) -> (f32, f32) {
    let target = lesson.targets.iter().find(|target| target.group == group);
    target.map_or((-1.0, 0.0), |target| {
        (if target.yes >> place & 1 == 1 { 1.0 } else { -1.0 }, target.weight)
    })
}

/// The machine of all lessons, and the margin of each of the first `own` while it was left out.
fn cross(xs: &[Vector], truth: &[(f32, f32)], own: usize, how: Narrow) -> (Machine, Vec<f32>) {
    let labels: Vec<usize> =
        truth.iter().take(own).map(|(sign, _)| usize::from(*sign > 0.0)).collect();
    let parts = folds(&labels, how.folds, how.seed);
    let mut margins = vec![0.0; own];
    for fold in 0..how.folds {
        let inside: Vec<usize> = (0..xs.len()).filter(|at| parts.get(*at) != Some(&fold)).collect();
        let machine = fit(xs, truth, &inside, how);
        for at in (0..own).filter(|at| parts[*at] == fold) {
            margins[at] = machine.margin(&xs[at]);
        }
    }
    let all: Vec<usize> = (0..xs.len()).collect();
    (fit(xs, truth, &all, how), margins)
}

fn fit(xs: &[Vector], truth: &[(f32, f32)], inside: &[usize], how: Narrow) -> Machine {
    let chosen: Vec<&Vector> = inside.iter().map(|at| &xs[*at]).collect();
    let squares: Vec<f32> = chosen.iter().map(|x| x.square()).collect();
    let side = |yes: bool| -> f32 {
        let of_side = inside.iter().filter(|at| (truth[**at].0 > 0.0) == yes);
        of_side.map(|at| truth[*at].1).sum::<f32>().max(1e-3)
    };
    let (yes, no) = (side(true), side(false));
    let dearer = |part: f32| how.cost * ((yes + no) / (2.0 * part)).powf(how.balance);
    let drilled = Drill {
        cost: [dearer(yes), dearer(no)],
        rounds: how.rounds,
        tolerance: 0.05,
        seed: how.seed,
    };
    drill_weighed(&chosen, &squares, |one| truth[inside[one]], BUCKETS, drilled)
}

/// What each feature is multiplied with while the machines learn, so that rare n-grams and the dense
/// part count as they should; the same goes into the weights afterwards.
struct Scale {
    rows: Vec<f32>,
    dense: Vec<f32>,
    moods: f32,
}

impl Scale {
    /// Rare n-grams count more: the inverse document frequency over its mean.
    #[expect(clippy::as_conversions, reason = "counts of lessons are far below 2^24")]
    fn of(all: &[&Lesson], how: Narrow) -> Self {
        let mut counts = vec![0_u32; BUCKETS];
        for lesson in all {
            let mut seen: Vec<u32> = lesson.blocks.iter().flatten().copied().collect();
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|bucket| counts[usize::try_from(*bucket).unwrap_or(0)] += 1);
        }
        let texts = all.len() as f32;
        let rows = counts.iter().map(|n| ((1.0 + texts) / (1.0 + *n as f32)).ln() + 1.0);
        let mut rows: Vec<f32> = rows.collect();
        let (mut sum, mut many) = (0.0_f64, 0.0_f64);
        for bucket in all.iter().flat_map(|lesson| lesson.blocks.iter().flatten()) {
            sum += f64::from(rows[usize::try_from(*bucket).unwrap_or(0)]);
            many += 1.0;
        }
        let mean = (sum / f64::max(many, 1.0)) as f32;
        rows.iter_mut().for_each(|row| *row /= mean.max(1e-6));
        let dense = |at| if at < WIDTH { how.mean } else { how.counts };
        Self { rows, dense: (0..DENSE).map(dense).collect(), moods: how.moods }
    }

    fn vector(&self, lesson: &Lesson, known: &Float) -> Vector {
        let mut sparse: Vec<(u32, f32)> = Vec::new();
        for block in &lesson.blocks {
            let share = Room::share(block.len());
            let worth = |bucket: u32| self.rows[usize::try_from(bucket).unwrap_or(0)] * share;
            sparse.extend(block.iter().map(|bucket| (*bucket, worth(*bucket))));
        }
        sparse.sort_unstable_by_key(|(bucket, _)| *bucket);
        sparse.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
        let dense = lesson.dense.iter().zip(&self.dense).map(|(x, scale)| x * scale);
        let moods = known.outputs(lesson).map(|score| score * self.moods);
        Vector { sparse, dense: dense.chain(moods.into_iter().take(KNOWN)).collect() }
    }

    /// Writes a machine as the weights of an output.
    fn write(&self, machine: &Machine, platt: (f32, f32), output: usize, float: &mut Float) {
        let (slope, constant) = platt;
        let (dense, moods) = machine.dense.split_at(DENSE);
        let through = |row: &[f32; STRIDE]| -> f32 {
            row.iter().zip(moods).map(|(weight, mood)| weight * mood * self.moods).sum()
        };
        let rows = float.rows.iter_mut().zip(&machine.sparse).zip(&self.rows);
        rows.for_each(|((row, weight), scale)| {
            row[output] = slope * (weight * scale + through(row));
        });
        let rows = float.dense.iter_mut().zip(dense).zip(&self.dense);
        rows.for_each(|((row, weight), scale)| {
            row[output] = slope * (weight * scale + through(row));
        });
        let own = machine.constant + through(&float.constants);
        float.constants[output] = own * slope + constant;
    }
}
