//! How the learner is set for each task; chosen on validation parts and parts of training.

use super::Task;
use crate::learn::Settings;

/// What a task wants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// For the machines.
    pub(crate) settings: Settings,
    /// Length of the mean vector beside the n-grams.
    pub(crate) mean_weight: f32,
    /// Whether the learner is shown what the shipped heads say. Not where they were taught with texts
    /// of the same set.
    pub(crate) heads: bool,
    /// Whether only n-grams are read, in rows of 1 to 4: for languages.
    pub(crate) letters_only: bool,
}

/// The wish of a task, given how many texts there are to learn from.
pub(crate) fn wish(task: Task, texts: usize, seed: u64) -> Wish {
    let large = texts > 20_000;
    let (cost, balance, mean_weight) = match task {
        Task::Sentiment => (0.1, 1.0, 1.5),
        Task::Emotion => (0.2, 1.0, 1.5),
        Task::Irony => (0.2, 0.0, 1.5),
        Task::Offensive => (0.1, 0.5, 1.5),
        Task::Airline => (0.2, 0.5, 1.5),
        Task::Complaints => (0.2, 0.5, 1.5),
        Task::SmsSpam | Task::YoutubeSpam => (1.0, 0.0, 1.5),
        Task::GoEmotions => (0.2, 0.5, 1.5),
        Task::TweetLid | Task::LidLingua => (1.0, 0.0, 0.0),
        _ => (1.0, 0.0, 2.0),
    };
    let letters_only = matches!(task, Task::TweetLid | Task::LidLingua);
    let settings = Settings {
        cost,
        balance,
        words: if large { 3 } else { 2 },
        characters: if large { 8 } else { 3 },
        folds: if texts > 6_000 { 10 } else { 5 },
        held: if texts > 6_000 { 1 } else { 5 },
        rounds: 40,
        seed,
    };
    let heads = matches!(
        task,
        Task::Sentiment
            | Task::Emotion
            | Task::Irony
            | Task::Offensive
            | Task::Airline
            | Task::Complaints
    );
    Wish { settings, mean_weight, heads, letters_only }
}
