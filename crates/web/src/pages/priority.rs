//! What each summand of the priority weighs.

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/priority`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "priority.html")]
pub struct PriorityPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Who set them, and when; that nobody did.
    pub changed: String,
    /// Each summand.
    pub weights: Vec<WeightLine>,
    /// The largest weight.
    pub most: String,
    /// From so many people on, a crowd is gathering.
    pub crowd_from: String,
    /// How customers rank.
    pub examples: Vec<ExampleLine>,
}

/// One summand.
#[derive(Debug, Clone, Serialize)]
pub struct WeightLine {
    /// The name of the field.
    pub name: String,
    /// What it is.
    pub label: String,
    /// When it counts.
    pub hint: String,
    /// The weight.
    pub value: String,
}

/// One customer.
#[derive(Debug, Clone, Serialize)]
pub struct ExampleLine {
    /// Who.
    pub who: String,
    /// "62".
    pub score: String,
    /// "urgency 12, need 10".
    pub terms: String,
}
