//! One label a text.

use std::collections::BTreeSet;

use super::decide_scope::Scope;
use super::settings::wish;
use super::{Metric, Report, Row, Task, Tools};
use crate::learn::{
    Labelled, Ranked, Reader, accuracy, calibration_error, f1_of, macro_f1, macro_recall, train,
};

/// The label of texts outside of all intents.
const OUTSIDE: &str = "oos";

/// Languages that TweetLID scores one by one; mixed and undecided tweets are left out.
const SINGLE: [&str; 6] = ["es", "pt", "ca", "en", "gl", "eu"];

pub(crate) fn run(
    task: Task,
    learn: &[Row],
    test: &[Row],
    tools: &mut Tools<'_>,
) -> Result<Report, String> {
    let counts = |row: &&Row| task != Task::TweetLid || SINGLE.contains(&row.label.as_str());
    let learn: Vec<&Row> = learn.iter().filter(counts).collect();
    let test: Vec<&Row> = test.iter().filter(counts).collect();
    let names: Vec<&str> =
        learn.iter().map(|row| row.label.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    if names.len() < 2 {
        return Err("there is only one label to learn".to_owned());
    }
    // A label that was never learned is always missed.
    let label = |row: &&Row| names.binary_search(&row.label.as_str()).unwrap_or(usize::MAX);
    let labels: Vec<usize> = learn.iter().map(label).collect();
    let truth: Vec<usize> = test.iter().map(label).collect();

    let wish = wish(task, learn.len(), tools.seed);
    let embedding = tools.embedding.filter(|_| !wish.letters_only);
    let extra: Option<&mut dyn crate::learn::Extra> = match &mut tools.extra {
        Some(extra) if wish.heads => Some(&mut **extra),
        _ => None,
    };
    let mut reader = Reader::new(embedding, extra, wish.mean_weight);
    if wish.letters_only {
        reader = reader.with_lengths(1, 4);
    }
    let examples: Vec<_> = learn.iter().map(|row| reader.read(&row.text)).collect();
    let data = Labelled { examples: &examples, labels: &labels, count: names.len() };
    let (classifier, held) = train(data, wish.settings, tools.step);

    let began = (tools.clock)();
    let said: Vec<Ranked> =
        test.iter().map(|row| classifier.rank(&reader.read(&row.text))).collect();
    let seconds = (tools.clock)() - began;

    let outside = names.iter().position(|name| *name == OUTSIDE);
    let inside: Vec<usize> = (0..truth.len())
        .filter(|at| truth.get(*at).copied() != outside.or(Some(usize::MAX - 1)))
        .collect();
    let of = |all: &dyn Fn(usize) -> Option<usize>| {
        inside.iter().filter_map(|at| all(*at)).collect::<Vec<_>>()
    };
    let truth_inside = of(&|at| truth.get(at).copied());
    let said_inside = of(&|at| said.get(at).map(|ranked| ranked.label));
    let sure: Vec<(f32, bool)> =
        said.iter().zip(&truth).map(|(r, truth)| (r.likelihood, r.label == *truth)).collect();
    let mut more = Vec::new();
    if task == Task::Airline {
        more.push(("macro_f1", 100.0 * macro_f1(&truth_inside, &said_inside, names.len())));
    }
    if let Some(outside) = outside {
        let scope = Scope::learn(&held, &labels, outside);
        more.extend(scope.measure(&said, &truth));
    }
    Ok(Report {
        task,
        value: 100.0 * measure(task.metric(), &truth_inside, &said_inside, names.len()),
        ece: calibration_error(&sure),
        texts_per_second: f64::from(u32::try_from(test.len()).unwrap_or(u32::MAX))
            / seconds.max(1e-9),
        more,
    })
}

fn measure(metric: Metric, truth: &[usize], said: &[usize], labels: usize) -> f64 {
    match metric {
        Metric::Accuracy | Metric::RecallAtOne => accuracy(truth, said),
        Metric::MacroF1 => macro_f1(truth, said, labels),
        Metric::MacroRecall => macro_recall(truth, said, labels),
        Metric::F1OfSecond => f1_of(truth, said, 1),
    }
}
