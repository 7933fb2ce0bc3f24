//! In scope or not: one threshold on the best score of all intents.

use crate::learn::Ranked;

/// How much accuracy inside may be paid for finding what is outside, as texts that were held back
/// show it. Unseen texts pay about twice as much: the training texts resemble each other.
const PRICE: f64 = 0.0075;

/// The threshold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    outside: usize,
    threshold: f32,
}

impl Scope {
    /// The highest threshold under which texts that were held back lose no more accuracy than the
    /// price.
    pub(crate) fn learn(held: &[(usize, Vec<f32>)], labels: &[usize], outside: usize) -> Self {
        let inside = held.iter().filter(|(at, _)| labels.get(*at) != Some(&outside));
        let mut all = 0.0_f64;
        let mut right: Vec<f32> = Vec::new();
        for (at, scores) in inside {
            all += 1.0;
            let (best, score) = best(scores, outside);
            if labels.get(*at) == Some(&best) && scores.get(outside).is_none_or(|o| *o < score) {
                right.push(score);
            }
        }
        right.sort_by(f32::total_cmp);
        // So many right answers may be given up.
        let spare = (0..right.len())
            .take_while(|n| f64::from(u32::try_from(*n).unwrap_or(0)) < all * PRICE)
            .count();
        let threshold = right.get(spare.saturating_sub(1)).copied().unwrap_or(f32::NEG_INFINITY);
        Self { outside, threshold }
    }

    /// Accuracy inside and recall outside with the threshold.
    pub(crate) fn measure(self, said: &[Ranked], truth: &[usize]) -> Vec<(&'static str, f64)> {
        let (mut inside, mut right, mut outside, mut found) = (0.0, 0.0, 0.0, 0.0);
        for (ranked, truth) in said.iter().zip(truth) {
            let (label, score) = best(&ranked.scores, self.outside);
            let refused = ranked.label == self.outside || score < self.threshold;
            if *truth == self.outside {
                outside += 1.0;
                found += f64::from(u8::from(refused));
            } else {
                inside += 1.0;
                right += f64::from(u8::from(!refused && label == *truth));
            }
        }
        let share = |part: f64, all: f64| if all > 0.0 { 100.0 * part / all } else { 0.0 };
        vec![("oos_recall", share(found, outside)), ("in_scope_thresholded", share(right, inside))]
    }
}

/// The best label that is inside, with its score.
fn best(scores: &[f32], outside: usize) -> (usize, f32) {
    let inside = scores.iter().copied().enumerate().filter(|(label, _)| *label != outside);
    inside.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f32::NEG_INFINITY))
}
