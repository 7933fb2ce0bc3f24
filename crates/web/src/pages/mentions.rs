//! Notes that call the reader.

use askama::Template;
use serde::Serialize;

use super::format::When;
use super::frame::Frame;
use super::mark::{ChannelMark, Face};
use crate::words::Words;

/// `GET /mentions`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "mentions.html")]
pub struct MentionsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The notes: unread ones first, then the newest.
    pub notes: Vec<MentionLine>,
    /// Whether one is unread.
    pub unread: bool,
}

/// A note that calls the reader.
#[derive(Debug, Clone, Serialize)]
pub struct MentionLine {
    /// Where it stands.
    pub href: String,
    /// The face of who wrote it.
    pub face: Face,
    /// Their name.
    pub by: String,
    /// The words.
    pub text: String,
    /// The channel of the case.
    pub channel: ChannelMark,
    /// The customer.
    pub name: String,
    /// When.
    pub when: When,
    /// Whether the reader has not read it.
    pub unread: bool,
}
