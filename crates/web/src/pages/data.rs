//! How long data is kept, what is held, and whom to erase.

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::format::When;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/data`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "data.html")]
pub struct DataPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// When old data goes next, in words.
    pub next_run: String,
    /// Every class of data.
    pub classes: Vec<ClassLine>,
    /// A shorter time that would remove something waits for a yes.
    pub sure: Option<Sure>,
    /// What the server does by itself and could not do.
    pub jobs: Vec<JobLine>,
    /// Holds and erasures; none for who may not.
    pub persons: Option<Persons>,
}

/// A job that did not work when it was tried last.
#[derive(Debug, Clone, Serialize)]
pub struct JobLine {
    /// Its id.
    pub id: String,
    /// What it does.
    pub name: String,
    /// Why it could not.
    pub problem: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried again by itself; none when it is not.
    pub next: Option<When>,
}

/// How long one class is kept.
#[derive(Debug, Clone, Serialize)]
pub struct ClassLine {
    /// The value of the field.
    pub word: String,
    /// Its name.
    pub name: String,
    /// What belongs to it, and from when on it counts.
    pub hint: String,
    /// How many days.
    pub days: i64,
    /// "30 days unless you say otherwise".
    pub usual: String,
    /// How much the next run removes.
    pub due: String,
}

/// A shorter time that would remove something at once.
#[derive(Debug, Clone, Serialize)]
pub struct Sure {
    /// The class.
    pub word: String,
    /// The time that was asked for.
    pub days: i64,
    /// What would go, in words.
    pub text: String,
}

/// Holds and erasures.
#[derive(Debug, Clone, Serialize)]
pub struct Persons {
    /// What was searched for.
    pub asked: String,
    /// Who was found.
    pub found: Vec<PersonLine>,
    /// Holds, those in force first.
    pub holds: Vec<HoldLine>,
}

/// A customer who was found.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their handles in one line.
    pub handles: String,
    /// Whether a hold is in force.
    pub held: bool,
}

/// A legal hold.
#[derive(Debug, Clone, Serialize)]
pub struct HoldLine {
    /// Its id.
    pub id: String,
    /// Whose data.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub by: String,
    /// Since when.
    pub since: When,
    /// When it was lifted.
    pub lifted: Option<When>,
}
