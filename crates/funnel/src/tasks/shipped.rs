//! What the shipped heads make of labelled files, without any training.

use super::{Metric, Report, Row, Task};
use crate::heads::{Group, Room, Says};
use crate::learn::{accuracy, calibration_error, f1_of, macro_f1, macro_recall};
use crate::model::Model;

/// Scores rows. Labels of moods are words, or 0 to 2; of spam, `spam` and `ham`, or 1 and 0.
///
/// # Errors
/// The shipped heads do not judge what this task asks.
pub fn run_shipped(
    task: Task,
    rows: &[Row],
    model: &Model,
    clock: &super::Clock<'_>,
) -> Result<Report, String> {
    let names: &[&[&str]] = match task {
        Task::Sentiment | Task::Airline => {
            &[&["negative", "0"], &["neutral", "1"], &["positive", "2"]]
        }
        Task::SmsSpam | Task::YoutubeSpam => &[&["ham", "0"], &["spam", "1"]],
        Task::TweetLid | Task::LidLingua => return Ok(languages(task, rows, model, clock)),
        _ => {
            return Err("the shipped heads judge moods, spam and languages; give a task of these"
                .to_owned());
        }
    };
    let mut room = Room::default();
    let began = clock();
    let mut said: Vec<(usize, f32)> = Vec::with_capacity(rows.len());
    for row in rows {
        said.push(judge(task, &row.text, model, &mut room));
    }
    let seconds = clock() - began;
    let label = |row: &Row| names.iter().position(|all| all.contains(&row.label.as_str()));
    let truth: Vec<usize> = rows.iter().map(|row| label(row).unwrap_or(usize::MAX)).collect();
    let labels: Vec<usize> = said.iter().map(|(label, _)| *label).collect();
    let sure: Vec<(f32, bool)> = said.iter().zip(&truth).map(|((l, p), t)| (*p, l == t)).collect();
    let value = match task.metric() {
        Metric::MacroRecall => macro_recall(&truth, &labels, names.len()),
        Metric::F1OfSecond => f1_of(&truth, &labels, 1),
        _ => accuracy(&truth, &labels),
    };
    Ok(Report {
        task,
        value: 100.0 * value,
        ece: calibration_error(&sure),
        texts_per_second: speed(rows.len(), seconds),
        more: vec![("macro_f1", 100.0 * macro_f1(&truth, &labels, names.len()))],
    })
}

fn judge(task: Task, text: &str, model: &Model, room: &mut Room) -> (usize, f32) {
    model.heads.score(text, model.embedding, room);
    let says = Says::of(&model.heads, room);
    if matches!(task, Task::SmsSpam | Task::YoutubeSpam) {
        let spam = says.yes(Group::Spam, 0);
        return (usize::from(spam >= 0.5), spam.max(1.0 - spam));
    }
    let language = model.languages.judge(room);
    let moods = says.moods(language.is_none_or(|(name, _)| name == "en"));
    moods.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((1, 0.0))
}

fn languages(task: Task, rows: &[Row], model: &Model, clock: &super::Clock<'_>) -> Report {
    // Mixed and undecided tweets have no single right answer.
    let single = |row: &&Row| task != Task::TweetLid || row.label.len() == 2;
    let rows: Vec<&Row> = rows.iter().filter(single).collect();
    let mut room = Room::default();
    let began = clock();
    let mut sure = Vec::new();
    for row in &rows {
        room.read_letters(&row.text);
        let (said, likelihood) = model.languages.judge(&room).unwrap_or(("und", 0.5));
        sure.push((likelihood, said == row.label));
    }
    let seconds = clock() - began;
    let right: Vec<usize> = sure.iter().map(|(_, right)| usize::from(*right)).collect();
    Report {
        task,
        value: 100.0 * accuracy(&vec![1; right.len()], &right),
        ece: calibration_error(&sure),
        texts_per_second: speed(rows.len(), seconds),
        more: Vec::new(),
    }
}

fn speed(texts: usize, seconds: f64) -> f64 {
    f64::from(u32::try_from(texts).unwrap_or(u32::MAX)) / seconds.max(1e-9)
}
