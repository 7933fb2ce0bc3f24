//! What is never said in public.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/guard`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "guard.html")]
pub struct GuardPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// "name = pattern", a line each.
    pub patterns: String,
    /// Published addresses and numbers, a line each.
    pub contacts: String,
    /// What everybody is told, a line each.
    pub phrases: String,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
    /// Whether it was just saved.
    pub saved: bool,
    /// A text that was tried.
    pub tried: Option<Tried>,
}

/// A text that was tried, and what would stop it.
#[derive(Debug, Clone, Serialize)]
pub struct Tried {
    /// The text.
    pub text: String,
    /// What would stop it; nothing when it may go.
    pub caught: Vec<CaughtLine>,
}

/// One place that would stop a text.
#[derive(Debug, Clone, Serialize)]
pub struct CaughtLine {
    /// What it is.
    pub what: String,
    /// The words.
    pub words: String,
}
