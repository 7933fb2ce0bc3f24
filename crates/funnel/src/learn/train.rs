//! Training: out-of-fold scores first, for the temperature and for thresholds, then all texts.

use super::calibrate::temperature;
use super::machine::{Drill, Machine, drill};
use super::split::folds;
use super::vocabulary::Vector;
use super::{Classifier, Example, Vocabulary};

/// Texts with labels from 0 on.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// The texts.
    pub examples: &'a [Example],
    /// Each one's label.
    pub labels: &'a [usize],
    /// How many labels there are.
    pub count: usize,
}

/// How the learner is set.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What a text on the wrong side costs; more follows the training texts more closely.
    pub cost: f32,
    /// Whether rare labels cost more, such that all labels weigh the same together. 0 no, 1 fully.
    pub balance: f32,
    /// In how many texts a word must occur.
    pub words: u32,
    /// In how many texts a row of characters must occur.
    pub characters: u32,
    /// How many parts are held back in turn to set the temperature.
    pub folds: usize,
    /// Of these, how many are really held back; the rest saves time.
    pub held: usize,
    /// At most so many rounds over the texts.
    pub rounds: usize,
    /// The seed of all chance.
    pub seed: u64,
}

/// One step of training was done: so many of so many.
pub type Step<'a> = dyn FnMut(usize, usize) + 'a;

/// Trains. Beside the classifier it gives the scores of texts that were held back, by their place.
pub fn train(
    data: Labelled<'_>,
    how: Settings,
    step: &mut Step<'_>,
) -> (Classifier, Vec<(usize, Vec<f32>)>) {
    let parts = folds(data.labels, how.folds, how.seed);
    let turns = how.held.min(how.folds);
    let mut held = Vec::new();
    for turn in 0..turns {
        let keep = |at: &usize| parts.get(*at) != Some(&turn);
        let inside: Vec<usize> = (0..data.labels.len()).filter(keep).collect();
        let classifier =
            fit(data, &inside, how, 1.0, &mut |a, b| step(turn * b + a, (turns + 1) * b));
        for at in (0..data.labels.len()).filter(|at| !keep(at)) {
            if let Some(example) = data.examples.get(at) {
                held.push((at, classifier.rank(example).scores));
            }
        }
    }
    let truth: Vec<usize> =
        held.iter().filter_map(|(at, _)| data.labels.get(*at).copied()).collect();
    let scores: Vec<Vec<f32>> = held.iter().map(|(_, scores)| scores.clone()).collect();
    let heat = if scores.is_empty() { 1.0 } else { temperature(&scores, &truth) };
    let all: Vec<usize> = (0..data.labels.len()).collect();
    let classifier = fit(data, &all, how, heat, &mut |a, b| step(turns * b + a, (turns + 1) * b));
    (classifier, held)
}

fn fit(
    data: Labelled<'_>,
    inside: &[usize],
    how: Settings,
    heat: f32,
    step: &mut Step<'_>,
) -> Classifier {
    let examples: Vec<&Example> = inside.iter().filter_map(|at| data.examples.get(*at)).collect();
    let labels: Vec<usize> = inside.iter().filter_map(|at| data.labels.get(*at).copied()).collect();
    let vocabulary = Vocabulary::learn(examples.iter().copied(), how.words, how.characters);
    let xs: Vec<Vector> = examples.iter().map(|example| vocabulary.weigh(example)).collect();
    let all: Vec<&Vector> = xs.iter().collect();
    let squares: Vec<f32> = xs.iter().map(Vector::square).collect();
    let machines = if data.count == 2 { 1..2 } else { 0..data.count };
    let steps = machines.len();
    let made: Vec<Machine> = machines
        .enumerate()
        .map(|(done, label)| {
            step(done, steps);
            let yes = labels.iter().filter(|l| **l == label).count();
            let cost = cost(how, yes, labels.len(), data.count);
            let drilled = Drill { cost, rounds: how.rounds, tolerance: 0.05, seed: how.seed };
            drill(&all, &squares, |at| labels.get(at) == Some(&label), vocabulary.len(), drilled)
        })
        .collect();
    step(steps, steps);
    Classifier::of(vocabulary, &made, heat)
}

/// What a wrong yes and a wrong no cost. In balance, each label's texts weigh as much together as
/// any other's: count of texts over labels times count of the label.
#[expect(clippy::as_conversions, reason = "counts of texts are far below 2^24")]
fn cost(how: Settings, yes: usize, all: usize, labels: usize) -> [f32; 2] {
    let labels = if labels == 2 { 2.0 } else { labels as f32 };
    let (yes, all) = (yes.max(1) as f32, all.max(2) as f32);
    let balanced_yes = all / (labels * yes);
    let no = (all - yes).max(1.0);
    let balanced_no = all * (labels - 1.0) / (labels * no);
    [how.cost * balanced_yes.powf(how.balance), how.cost * balanced_no.powf(how.balance)]
}
