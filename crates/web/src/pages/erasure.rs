//! What goes with a person, before somebody says yes.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use crate::words::Words;

/// `GET /persons/{person}/erasure`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "erasure.html")]
pub struct ErasurePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// Who.
    pub name: String,
    /// Their handles in one line.
    pub handles: String,
    /// How many of what.
    pub going: Vec<Goes>,
    /// What has to be typed.
    pub word: String,
    /// What was typed.
    pub typed: String,
    /// What was typed is something else.
    pub fault: Option<String>,
    /// A hold stands in the way.
    pub held: bool,
}

/// How many of one thing go.
#[derive(Debug, Clone, Serialize)]
pub struct Goes {
    /// "12".
    pub count: String,
    /// "posts of theirs".
    pub what: String,
}
