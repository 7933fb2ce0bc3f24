//! What a search found.

use askama::Template;
use serde::Serialize;

use super::format::When;
use super::frame::Frame;
use super::mark::{ChannelMark, Chip, Feeling};
use super::runs::Run;
use crate::words::Words;

/// `GET /search`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was asked; empty before a question.
    pub query: String,
    /// What is wrong with the question.
    pub fault: Option<String>,
    /// "32 found in 41 ms".
    pub summary: String,
    /// What was found, newest first.
    pub hits: Vec<Hit>,
    /// Where more is.
    pub more: Option<String>,
}

/// One find.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Where it leads: its case, or the post at its source.
    pub href: String,
    /// The channel.
    pub channel: ChannelMark,
    /// The author.
    pub name: String,
    /// When.
    pub when: When,
    /// The text, with the words that were asked for marked as "hit".
    pub runs: Vec<Run>,
    /// Its language.
    pub language: Option<String>,
    /// How it feels.
    pub feeling: Option<Feeling>,
    /// "Case 20871, open", or why there is none.
    pub chip: Option<Chip>,
}
