//! Listeners: stored queries, with what they found, and a simple editor.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use super::mark::{ChannelMark, Chip};
use super::runs::Run;
use crate::words::Words;

/// `GET /listeners`, and `POST /listeners…` that was refused.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "listeners.html")]
pub struct ListenersPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// All listeners, by name.
    pub listeners: Vec<ListenerRow>,
    /// The editor; none for readers who may not change listeners.
    pub editor: Option<ListenerEditor>,
}

/// One listener.
#[derive(Debug, Clone, Serialize)]
pub struct ListenerRow {
    /// Its id.
    pub id: String,
    /// Where its editor is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Chip,
    /// The query.
    pub query: String,
    /// Posts that it found in the last 7 days.
    pub hits: String,
    /// When it last found one.
    pub last: Option<When>,
    /// At work.
    pub active: bool,
    /// Open in the editor.
    pub current: bool,
}

/// The editor of one listener.
#[derive(Debug, Clone, Serialize)]
pub struct ListenerEditor {
    /// Where the form goes: `/listeners` or `/listeners/{id}`.
    pub action: String,
    /// The name.
    pub name: String,
    /// The purposes to choose from.
    pub purposes: Vec<Choice>,
    /// The query as typed.
    pub query: String,
    /// What is wrong with the query, and what to do.
    pub fault: Option<String>,
    /// Whether it is at work.
    pub active: bool,
    /// Whether this is a new one.
    pub fresh: bool,
    /// What it found lately.
    pub finds: Vec<Find>,
}

/// One find.
#[derive(Debug, Clone, Serialize)]
pub struct Find {
    /// The channel.
    pub channel: ChannelMark,
    /// The text with its hits marked.
    pub runs: Vec<Run>,
    /// Its language.
    pub language: Option<String>,
    /// The author.
    pub by: String,
    /// When.
    pub when: When,
}
