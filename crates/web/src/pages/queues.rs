//! Queues: all of them, and the rules and people of one.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::frame::Frame;
use super::mark::Face;
use crate::words::Words;

/// `GET /settings/queues`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/queues.html")]
pub struct QueuesPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Every queue.
    pub queues: Vec<QueueRow>,
    /// Departments for a new one.
    pub departments: Vec<Choice>,
}

/// A queue in the list.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow {
    /// Where it is set.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its department, and the word by which playbook lines name it.
    pub sub: String,
    /// Who may take from it.
    pub model: String,
    /// "3 of 12 online".
    pub people: String,
    /// Whether nobody is in it.
    pub empty: bool,
    /// Skills and trainings that it needs, and its language.
    pub needs: String,
    /// Its share.
    pub share: String,
    /// When untouched cases are taken back.
    pub back: String,
}

/// `GET /settings/queues/{queue}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/queue.html")]
pub struct QueuePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Where the form goes.
    pub action: String,
    /// Its name as it is stored.
    pub title: String,
    /// Its department, and the word by which playbook lines name it.
    pub sub: String,
    /// The version that the form is about.
    pub version: i64,
    /// The fields as they stand or were typed.
    pub name: String,
    /// Who may take from it, with what that means.
    pub models: Vec<ModelChoice>,
    /// Its share.
    pub share: String,
    /// The weight of a case.
    pub weight: String,
    /// Minutes for which a case is kept for whoever helped before.
    pub patience: String,
    /// Minutes after which an untouched case is taken back; empty for never.
    pub untouched: String,
    /// Whether the customer's language is needed.
    pub language: bool,
    /// Every skill with its level.
    pub skills: Vec<SkillRow>,
    /// Every training.
    pub trainings: Vec<TrainingRow>,
    /// Steps of relaxation; the last are empty.
    pub steps: Vec<StepRow>,
    /// Rings that open by date.
    pub rings: Vec<RingRow>,
    /// Everybody.
    pub people: Vec<PersonRow>,
}

/// A team model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelChoice {
    /// Its word.
    pub value: String,
    /// Its name.
    pub label: String,
    /// What it means.
    pub hint: String,
    /// Chosen now.
    pub chosen: bool,
}

/// A skill that a queue may need.
#[derive(Debug, Clone, Serialize)]
pub struct SkillRow {
    /// The name of the field.
    pub field: String,
    /// The skill's name.
    pub label: String,
    /// Not needed, or a least level.
    pub levels: Vec<Choice>,
}

/// A training that a queue may ask for.
#[derive(Debug, Clone, Serialize)]
pub struct TrainingRow {
    /// The name of the field.
    pub field: String,
    /// The training's name.
    pub label: String,
    /// "3 people have it".
    pub people: String,
    /// Whether the queue asks for it.
    pub needed: bool,
}

/// A step of relaxation.
#[derive(Debug, Clone, Serialize)]
pub struct StepRow {
    /// Its place, from 1.
    pub n: usize,
    /// Minutes of waiting; empty for no step.
    pub after: String,
    /// What becomes easier.
    pub groups: Vec<Group>,
}

/// Choices under a heading.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The heading.
    pub label: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A ring that may open by date.
#[derive(Debug, Clone, Serialize)]
pub struct RingRow {
    /// The name of the field.
    pub field: String,
    /// "Second ring".
    pub label: String,
    /// The date; empty where it opens by waiting alone.
    pub date: String,
}

/// Somebody beside a queue.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow {
    /// The name of the field.
    pub field: String,
    /// Their face.
    pub face: Face,
    /// Their name.
    pub name: String,
    /// "online, by their team".
    pub sub: String,
    /// "on", "away" or "".
    pub presence: &'static str,
    /// Not named, or a ring.
    pub rings: Vec<Choice>,
}
