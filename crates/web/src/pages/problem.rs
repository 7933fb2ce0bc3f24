//! Pages that say what went wrong, and what to do.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use crate::words::Words;

/// An answer of 4xx or 5xx as a page.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The status code.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// What to do.
    pub hint: String,
    /// What was typed and is not lost: shown so that it can be copied.
    pub kept: Option<String>,
    /// Names this failure in the log of the server.
    pub trace: Option<String>,
    /// Where to go from here.
    pub back: String,
}

impl ProblemPage {
    /// The page of a status code, with our words for it.
    #[must_use]
    pub fn new(w: Words, frame: Frame, status: u16) -> Self {
        let known = match status {
            400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 422 | 429 | 503 => status,
            _ => 500,
        };
        Self {
            title: w.t(format!("problem-{known}")),
            hint: w.t(format!("problem-{known}-hint")),
            w,
            frame,
            status,
            kept: None,
            trace: None,
            back: "/cases".to_owned(),
        }
    }
}
