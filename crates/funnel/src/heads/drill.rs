//! Training of the heads: logistic regression over all outputs at once, each lesson knowing only
//! some of them, with AdaGrad (Duchi et al., JMLR 2011).
#![expect(clippy::indexing_slicing, reason = "a hot loop; buckets and outputs are bounded by type")]

use super::{BUCKETS, DENSE, Float, Group, Room, STRIDE};
use crate::learn::Chance;

/// What a lesson knows of one group.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The group.
    pub group: Group,
    /// Which of its outputs are true, one bit each.
    pub yes: u32,
    /// What it weighs beside others of the same group.
    pub weight: f32,
}

/// One text with what is known of it.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Buckets and value of each block.
    pub blocks: [Vec<u32>; 2],
    /// Dense features.
    pub dense: [f32; DENSE],
    /// What is known.
    pub targets: Vec<Target>,
}

impl Lesson {
    /// A lesson from what a room read.
    #[must_use]
    pub fn of(room: &Room, targets: Vec<Target>) -> Self {
        let buckets =
            |block: &super::Rows| block.buckets().iter().map(|bucket| u32::from(*bucket)).collect();
        Self { blocks: room.blocks().each_ref().map(buckets), dense: *room.dense(), targets }
    }
}

/// Trains; tells after each round how surprised it was on average.
#[must_use]
pub fn drill(
    lessons: &[Lesson],
    rounds: usize,
    seed: u64,
    step: f32,
    tell: &mut dyn FnMut(usize, f32),
) -> Float {
    let mut float = Float::default();
    let mut squares = Float::default();
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut chance = Chance::new(seed);
    for round in 0..rounds {
        chance.shuffle(&mut order);
        let (mut surprise, mut count) = (0.0_f64, 0.0_f64);
        for at in &order {
            let lesson = &lessons[*at];
            let (slopes, said) = slopes(&float.outputs(lesson), lesson);
            surprise += f64::from(said);
            count += 1.0;
            learn(&mut float, &mut squares, lesson, &slopes, step);
        }
        tell(round, f64_to_f32(surprise / count));
    }
    float
}

#[expect(clippy::as_conversions, reason = "there is no other way from f64 to f32")]
fn f64_to_f32(x: f64) -> f32 {
    x as f32
}

/// The slope of the surprise at each output, and the surprise.
fn slopes(outputs: &[f32; STRIDE], lesson: &Lesson) -> ([f32; STRIDE], f32) {
    let (mut slopes, mut surprise) = ([0.0; STRIDE], 0.0);
    for target in &lesson.targets {
        let (first, count) = (target.group.first(), target.group.len());
        let places = first..first + count;
        let is = |place: usize| target.yes >> (place - first) & 1 == 1;
        if target.group.excludes() {
            let most = outputs[places.clone()].iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = outputs[places.clone()].iter().map(|o| (o - most).exp()).sum();
            for place in places {
                let p = (outputs[place] - most).exp() / sum;
                slopes[place] = target.weight * (p - f32::from(u8::from(is(place))));
                if is(place) {
                    surprise -= target.weight * p.max(1e-9).ln();
                }
            }
        } else {
            for place in places {
                let p = 1.0 / (1.0 + (-outputs[place]).exp());
                slopes[place] = target.weight * (p - f32::from(u8::from(is(place))));
                let right = if is(place) { p } else { 1.0 - p };
                surprise -= target.weight * right.max(1e-9).ln();
            }
        }
    }
    (slopes, surprise)
}

fn learn(
    float: &mut Float,
    squares: &mut Float,
    lesson: &Lesson,
    slopes: &[f32; STRIDE],
    step: f32,
) {
    let move_row = |row: &mut [f32; STRIDE], sums: &mut [f32; STRIDE], value: f32, step: f32| {
        for ((weight, sum), slope) in row.iter_mut().zip(sums).zip(slopes) {
            let slope = slope * value;
            *sum += slope * slope;
            *weight -= step * slope / (*sum + 1e-3).sqrt();
        }
    };
    for block in &lesson.blocks {
        let share = Room::share(block.len());
        for bucket in block {
            let bucket = usize::try_from(*bucket).unwrap_or(0) % BUCKETS;
            move_row(&mut float.rows[bucket], &mut squares.rows[bucket], share, step);
        }
    }
    for (at, value) in lesson.dense.iter().enumerate() {
        move_row(&mut float.dense[at], &mut squares.dense[at], *value, step * 0.5);
    }
    move_row(&mut float.constants, &mut squares.constants, 1.0, step * 0.5);
}
