//! The reference of the listening language.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use crate::words::Words;

/// `GET /help/listening-language`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "help.html")]
pub struct HelpPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The page as HTML, made of our own documentation. It is in English, whatever the reader's
    /// language is.
    #[serde(skip)]
    pub text: String,
}
