//! Who can do what: people against skills and languages.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::frame::Frame;
use super::mark::Face;
use crate::words::Words;

/// `GET /settings/skills`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/skills.html")]
pub struct SkillsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// What was searched for.
    pub query: String,
    /// Where the form goes.
    pub action: String,
    /// The columns, with how many people have each.
    pub columns: Vec<ColumnHead>,
    /// The people of this page.
    pub people: Vec<PersonLine>,
    /// Everybody of this page, for a new language.
    pub choices: Vec<Choice>,
    /// "51 to 100 of 132".
    pub shown: String,
    /// The pages before and after.
    pub before: Option<String>,
    /// The page after.
    pub after: Option<String>,
}

/// A skill or a language.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnHead {
    /// Its name.
    pub name: String,
    /// The word by which lines and queues name it.
    pub key: String,
    /// Whether it is a language.
    pub language: bool,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Their face.
    pub face: Face,
    /// Their name.
    pub name: String,
    /// "on", "away" or "".
    pub presence: &'static str,
    /// Places.
    pub capacity: Cell,
    /// A level for each column.
    pub levels: Vec<Cell>,
}

/// A field of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// Its name, which says whose, what, and what it was.
    pub field: String,
    /// "Ana Carvalho: rebooking".
    pub label: String,
    /// The level, "0" for none.
    pub value: String,
    /// The levels that it can have; none for a number.
    pub levels: Vec<Choice>,
}
