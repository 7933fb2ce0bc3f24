//! Plans for a crisis, the one that is at work, and the rehearsal.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::format::When;
use super::frame::Frame;
use super::listeners::Find;
use super::report::Figure;
use crate::words::Words;

/// `GET /crisis`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "crisis.html")]
pub struct CrisesPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done.
    pub notice: Option<Notice>,
    /// The crisis that is at work.
    pub at_work: Option<AtWorkView>,
    /// The plans that rest.
    pub plans: Vec<PlanLine>,
    /// What happened, newest first.
    pub story: Vec<StoryLine>,
}

/// The crisis that is at work.
#[derive(Debug, Clone, Serialize)]
pub struct AtWorkView {
    /// The plan's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when.
    pub since: When,
    /// What it does, one measure a line.
    pub measures: Vec<String>,
    /// The cases with its tag.
    pub room: String,
    /// The tag.
    pub tag: String,
    /// "12 answers wait for a word", if any does.
    pub waiting: Option<String>,
    /// "Let the 12 answers go that wait", if any does.
    pub let_go: Option<String>,
}

/// A plan in the list.
#[derive(Debug, Clone, Serialize)]
pub struct PlanLine {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// What it does, in one line.
    pub does: String,
    /// When it was saved.
    pub changed: When,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub struct StoryLine {
    /// The words.
    pub text: String,
    /// When.
    pub when: When,
}

/// `GET /crisis/new` and `GET /crisis/{plan}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "crisis-plan.html")]
pub struct CrisisPlanPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// The id; none for a new plan.
    pub id: Option<String>,
    /// The title.
    pub title: String,
    /// It is at work.
    pub at_work: bool,
    /// Another one is: its name.
    pub other: Option<String>,
    /// What it is called.
    pub name: String,
    /// Which posts are about it.
    pub words: String,
    /// The tag.
    pub tag: String,
    /// Queues to choose from.
    pub queues: Vec<Choice>,
    /// The fastest clock holds.
    pub urgent: bool,
    /// Whose word public answers need.
    pub froms: Vec<Choice>,
    /// What everybody is told.
    pub announcement: String,
    /// The holding text.
    pub holding: String,
    /// The version that the form is about; 0 for a new one.
    pub version: i64,
    /// What the plan would have done; none before it is saved.
    pub rehearsal: Option<RehearsalView>,
}

/// What a plan would have done.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsalView {
    /// Times to choose from, each with whether it is chosen: "last 24 hours".
    pub spans: Vec<Choice>,
    /// "2,431 posts were looked at".
    pub looked: String,
    /// What would have been otherwise.
    pub figures: Vec<Figure>,
    /// Posts that are about it, newest first.
    pub finds: Vec<Find>,
}
