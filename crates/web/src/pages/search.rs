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
    /// What may not be meant as it was written.
    pub cautions: Vec<String>,
    /// "32 found in 41 ms".
    pub summary: String,
    /// Whose handle or name begins so.
    pub people: Vec<Person>,
    /// What was found, newest first.
    pub hits: Vec<Hit>,
    /// That only so many posts were looked at, where that is why there are no more.
    pub looked: Option<String>,
    /// Where more is.
    pub more: Option<String>,
    /// Back to the newest, on a later page.
    pub newest: Option<String>,
}

/// Somebody whose name begins with what was asked.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// What they wrote.
    pub href: String,
    /// Where they write.
    pub channel: ChannelMark,
    /// What they are called.
    pub name: String,
    /// Their handle.
    pub handle: String,
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
