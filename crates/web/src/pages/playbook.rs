//! The playbook: its lines in the order in which they are asked.

use askama::Template;
use serde::Serialize;

use super::format::When;
use super::frame::Frame;
use super::mark::Chip;
use crate::words::Words;

/// `GET /playbook`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook.html")]
pub struct PlaybookPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Its version.
    pub version: String,
    /// Who changed it last, and when.
    pub changed_by: String,
    /// When.
    pub when: When,
    /// Its lines.
    pub lines: Vec<LineView>,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    /// Its number: reasons name it, so it is an address on the page.
    pub number: String,
    /// What it is for.
    pub title: String,
    /// Its condition, as written.
    pub condition: String,
    /// "Respond", "Record", "Leave".
    pub outcome: Chip,
    /// What it does, each in a few words.
    pub actions: Vec<String>,
    /// In how many of the latest posts it had a part; none before there is a post.
    pub used: Option<String>,
}
