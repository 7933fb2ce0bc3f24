//! What the filter learned, from whom, and whether it helped.

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::format::When;
use super::frame::Frame;
use super::report::Figure;
use crate::chart::Chart;
use crate::words::Words;

/// `GET /learning`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "learning.html")]
pub struct LearningPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done.
    pub notice: Option<Notice>,
    /// Whether learning does worse than none.
    pub drifting: bool,
    /// The figures on top.
    pub figures: Vec<Figure>,
    /// How the corrections that measure come out, try by try; none before there were two.
    pub chart: Option<Chart>,
    /// Each try, newest first.
    pub tries: Vec<TryLine>,
    /// A page of corrections, newest first.
    pub lessons: Vec<LessonLine>,
    /// Where older corrections are.
    pub older: Option<String>,
}

/// One try to learn.
#[derive(Debug, Clone, Serialize)]
pub struct TryLine {
    /// When.
    pub when: When,
    /// "40 corrections, 8 of them to measure with".
    pub of: String,
    /// "88 % right, 75 % before"; empty when there was nothing to measure with.
    pub score: String,
    /// What became of it.
    pub state: String,
    /// " pos" where it is in use.
    pub tone: &'static str,
}

/// One correction.
#[derive(Debug, Clone, Serialize)]
pub struct LessonLine {
    /// Its number.
    pub number: String,
    /// The words of the post.
    pub text: String,
    /// "The mood".
    pub field: String,
    /// "Negative → Neutral".
    pub change: String,
    /// Who.
    pub by: String,
    /// When.
    pub when: When,
    /// Whether it teaches, measures, or was taken back by whom.
    pub state: String,
    /// Whether it stands, and can be taken back.
    pub stands: bool,
    /// "Take back the correction …".
    pub undo_label: String,
    /// The case of its post.
    pub case: Option<String>,
}
