//! What customers are told to expect.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::format::When;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/expectations`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/expectations.html")]
pub struct ExpectationsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// The version that the form is about; 0 for none.
    pub version: i64,
    /// Business hours to choose from.
    pub calendars: Vec<Choice>,
    /// How customers call the zone.
    pub zone: String,
    /// Languages, with commas between.
    pub languages: String,
    /// A number.
    pub within: String,
    /// Minutes, hours or days.
    pub units: Vec<Choice>,
    /// Other ways, one a line.
    pub channels: String,
    /// Topics, one a line.
    pub topics: String,
    /// Texts to post.
    pub texts: Vec<TextRow>,
    /// What is not true.
    pub findings: Vec<String>,
    /// When it was compared.
    pub checked: Option<When>,
}

/// A text for a profile.
#[derive(Debug, Clone, Serialize)]
pub struct TextRow {
    /// The network.
    pub network: String,
    /// The words, or why there are none.
    pub text: String,
    /// Whether there are words.
    pub fits: bool,
    /// "112 of 160".
    pub length: String,
    /// "5 of 5".
    pub holds: String,
}
