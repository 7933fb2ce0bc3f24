//! What people were trained for.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::frame::Frame;
use super::mark::Face;
use crate::words::Words;

/// `GET /settings/trainings`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/trainings.html")]
pub struct TrainingsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// All trainings.
    pub trainings: Vec<TrainingChip>,
    /// Who was trained; what runs out first stands first.
    pub rows: Vec<TrainedRow>,
    /// Everybody who works here.
    pub people: Vec<Choice>,
    /// All trainings, to choose from.
    pub choices: Vec<Choice>,
    /// Today, as a date field writes it.
    pub today: String,
}

/// A training.
#[derive(Debug, Clone, Serialize)]
pub struct TrainingChip {
    /// Its name.
    pub name: String,
    /// "3 people have it".
    pub people: String,
}

/// Somebody was trained.
#[derive(Debug, Clone, Serialize)]
pub struct TrainedRow {
    /// Their face.
    pub face: Face,
    /// Their name.
    pub name: String,
    /// For what.
    pub training: String,
    /// Until when it counts.
    pub until: String,
    /// "good", "soon" for what runs out within 30 days, or "over".
    pub state: &'static str,
    /// What shows it.
    pub proof: String,
    /// Who, as the form sends it back.
    pub agent: String,
    /// Which training, as the form sends it back.
    pub of: String,
}
