//! The window of the web chat.

use askama::Template;
use serde::Serialize;

use super::frame::Theme;
use super::mark::Face;
use crate::words::Words;

/// `GET /chat/{account}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "room/chat.html")]
pub struct ChatPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The account's id.
    pub account: String,
    /// The brand's mark.
    pub face: Face,
    /// What stands above it.
    pub title: String,
    /// The first words in it; may be empty.
    pub greeting: String,
    /// Whether somebody is here to answer.
    pub here: bool,
    /// Which kinds of files can be sent, for the browser's own dialog.
    pub accept: &'static str,
    /// The most bytes of a file.
    pub largest: usize,
    /// The words that the script says, as JSON.
    #[serde(skip)]
    pub script: String,
}
