//! Several labels a text: one yes or no for each, each with its own threshold.

use std::collections::BTreeSet;

use super::settings::wish;
use super::{Report, Row, Task, Tools};
use crate::learn::{Classifier, Example, Labelled, Reader, calibration_error, f1_of, train};

pub(crate) fn run(
    task: Task,
    learn: &[Row],
    test: &[Row],
    tools: &mut Tools<'_>,
) -> Result<Report, String> {
    let names: BTreeSet<&str> = learn.iter().flat_map(|row| row.label.split(',')).collect();
    let wish = wish(task, learn.len(), tools.seed);
    let mut reader = Reader::new(tools.embedding, None, wish.mean_weight);
    let examples: Vec<Example> = learn.iter().map(|row| reader.read(&row.text)).collect();
    let carries =
        |row: &Row, name: &str| usize::from(row.label.split(',').any(|label| label == name));
    let mut heads: Vec<(&str, Classifier, f32)> = Vec::new();
    for (done, name) in names.iter().enumerate() {
        (tools.step)(done, names.len());
        let labels: Vec<usize> = learn.iter().map(|row| carries(row, name)).collect();
        let data = Labelled { examples: &examples, labels: &labels, count: 2 };
        let (head, held) = train(data, wish.settings, &mut |_, _| {});
        let margins: Vec<(f32, usize)> = held
            .iter()
            .filter_map(|(at, scores)| Some((*scores.get(1)?, *labels.get(*at)?)))
            .collect();
        heads.push((name, head, best_threshold(margins)));
    }
    let began = (tools.clock)();
    let read: Vec<Example> = test.iter().map(|row| reader.read(&row.text)).collect();
    let (mut sum, mut sure) = (0.0, Vec::new());
    for (name, head, threshold) in &heads {
        let truth: Vec<usize> = test.iter().map(|row| carries(row, name)).collect();
        let ranked: Vec<_> = read.iter().map(|example| head.rank(example)).collect();
        let yes = |scores: &[f32]| usize::from(scores.get(1).is_some_and(|s| s >= threshold));
        let said: Vec<usize> = ranked.iter().map(|r| yes(&r.scores)).collect();
        sum += f1_of(&truth, &said, 1);
        sure.extend(ranked.iter().zip(&truth).map(|(r, truth)| (r.likelihood, r.label == *truth)));
    }
    let seconds = (tools.clock)() - began;
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    Ok(Report {
        task,
        value: 100.0 * sum / float(heads.len()),
        ece: calibration_error(&sure),
        texts_per_second: float(test.len()) / seconds.max(1e-9),
        more: Vec::new(),
    })
}

/// The threshold with the best F1 on texts that were held back.
fn best_threshold(mut margins: Vec<(f32, usize)>) -> f32 {
    margins.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: usize = margins.iter().map(|(_, yes)| yes).sum();
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let (mut found, mut best) = (0, (0.0, f32::INFINITY));
    for (said, (margin, yes)) in margins.iter().enumerate() {
        found += yes;
        let f1 = 2.0 * float(found) / (float(said) + 1.0 + float(all)).max(1.0);
        if f1 > best.0 {
            best = (f1, *margin);
        }
    }
    best.1
}
