//! What was learned.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a hot loop; places come from the vocabulary that made the vectors"
)]

use super::calibrate::softmax;
use super::machine::Machine;
use super::vocabulary::Vector;
use super::{Example, Vocabulary};

/// Labels with their likelihoods.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The likeliest label.
    pub label: usize,
    /// How likely it is, 0 to 1.
    pub likelihood: f32,
    /// The likelihood of each label.
    pub all: Vec<f32>,
    /// The score of each label before calibration.
    pub scores: Vec<f32>,
}

/// A classifier: one linear machine a label (one for two labels), and a temperature.
#[derive(Debug, Clone)]
pub struct Classifier {
    pub(super) vocabulary: Vocabulary,
    /// Row by row: all labels' weights of the first place, then of the second.
    pub(super) sparse: Vec<f32>,
    pub(super) dense: Vec<f32>,
    pub(super) constants: Vec<f32>,
    pub(super) temperature: f32,
}

impl Classifier {
    pub(super) fn of(vocabulary: Vocabulary, machines: &[Machine], temperature: f32) -> Self {
        let count = machines.len();
        let rows = |part: fn(&Machine) -> &Vec<f32>| {
            let width = machines.first().map_or(0, |m| part(m).len());
            let mut rows = vec![0.0; width * count];
            for (label, machine) in machines.iter().enumerate() {
                for (at, weight) in part(machine).iter().enumerate() {
                    rows[at * count + label] = *weight;
                }
            }
            rows
        };
        let constants = machines.iter().map(|machine| machine.constant).collect();
        let (sparse, dense) = (rows(|m| &m.sparse), rows(|m| &m.dense));
        Self { vocabulary, sparse, dense, constants, temperature }
    }

    /// Each label's score.
    fn scores(&self, x: &Vector) -> Vec<f32> {
        let mut scores = self.constants.clone();
        let count = scores.len();
        let mut add = |rows: &[f32], at: usize, value: f32| {
            for (score, weight) in scores.iter_mut().zip(&rows[at * count..(at + 1) * count]) {
                *score += weight * value;
            }
        };
        for (at, value) in &x.sparse {
            add(&self.sparse, *at as usize, *value);
        }
        for (at, value) in x.dense.iter().enumerate() {
            add(&self.dense, at, *value);
        }
        // Two labels share one machine.
        if let [margin] = scores[..] { vec![-margin, margin] } else { scores }
    }

    /// What a text is.
    #[must_use]
    pub fn rank(&self, example: &Example) -> Ranked {
        let scores = self.scores(&self.vocabulary.weigh(example));
        let mut all = Vec::new();
        softmax(&scores, self.temperature, &mut all);
        let best = all.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let (label, likelihood) = best.map_or((0, 0.0), |(label, p)| (label, *p));
        Ranked { label, likelihood, all, scores }
    }
}
