//! Whether a new residual may take the place of the one in use.

use super::residual::{is_right, surprise};
use super::{Correction, Learned};
use crate::Funnel;

/// How one of them does on corrections that were held out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Mean surprise, in nats: lower is better.
    pub surprise: f32,
    /// The share that it gets right, 0 to 1.
    pub right: f32,
}

/// How all do on corrections that were held out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ballot {
    /// The funnel without anything learned.
    pub base: Score,
    /// With the residual in use.
    pub now: Score,
    /// With the new one.
    pub new: Score,
    /// How many corrections were held out.
    pub held: usize,
}

impl Ballot {
    /// Whether the new one may be used: there is something to measure on, and it does not lose.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.held > 0 && self.new.surprise <= self.now.surprise
    }
}

/// Measures a new residual beside the one in use, on corrections that neither has learned.
#[must_use]
pub fn publish<'c>(
    funnel: &Funnel,
    now: &Learned,
    new: &Learned,
    held: impl IntoIterator<Item = &'c Correction>,
) -> Ballot {
    let mut sums = [Score::default(); 3];
    let (mut count, mut share) = (0, 0.0_f32);
    for correction in held {
        let Some(view) = funnel.view(&correction.text, correction.addressed) else { continue };
        for (sum, learned) in sums.iter_mut().zip([None, Some(now), Some(new)]) {
            let mut outputs = view.said;
            if let Some(learned) = learned {
                learned.add_lesson(&view.lesson, &mut outputs);
            }
            sum.surprise += surprise(&outputs, correction.truth);
            sum.right += if is_right(&outputs, correction.truth) { 1.0 } else { 0.0 };
        }
        count += 1;
        share += 1.0;
    }
    let mean = |sum: Score| match count {
        0 => Score::default(),
        _ => Score { surprise: sum.surprise / share, right: sum.right / share },
    };
    let [base, now, new] = sums.map(mean);
    Ballot { base, now, new, held: count }
}
