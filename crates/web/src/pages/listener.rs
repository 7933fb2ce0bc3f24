//! The editor of one listener: the query as it is read, a dry run, and the queries it had.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use super::listeners::Find;
use super::mark::Chip;
use super::report::Figure;
use crate::chart::Chart;
use crate::words::Words;

/// `GET /listeners/new`, `GET /listeners/{id}`, and what was sent from there to be checked or tried.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "listener.html")]
pub struct ListenerPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// The query whose dry run is shown, as the next form tells it.
    pub tried: Option<String>,
    /// That it has to be looked at before it is saved.
    pub notice: Option<String>,
    /// Whether this is a new one.
    pub fresh: bool,
    /// Whether the reader may change it.
    pub may_write: bool,
    /// What it is called; empty for a new one.
    pub title: String,
    /// What it is for.
    pub purpose: Option<Chip>,
    /// "Version 3", who changed it and when.
    pub changed: Option<(String, When)>,
    /// The name as typed.
    pub name: String,
    /// What is wrong with the name.
    pub name_fault: Option<String>,
    /// The purposes to choose from.
    pub purposes: Vec<Choice>,
    /// The query as typed.
    pub query: String,
    /// Whether it is to listen.
    pub active: bool,
    /// How the query is read.
    pub reading: Reading,
    /// Figures of the dry run, or of what it found.
    pub figures: Vec<Figure>,
    /// Finds by day.
    pub chart: Option<Chart>,
    /// What the finds are: of a dry run or of the listener at work.
    pub finds_title: String,
    /// The newest finds.
    pub finds: Vec<Find>,
    /// What stands where there are none.
    pub none: String,
    /// The queries it had, newest first.
    pub versions: Vec<VersionView>,
}

/// How a query is read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reading {
    /// The query in pieces, each with the class of its colour.
    pub pieces: Vec<(String, &'static str)>,
    /// What is wrong.
    pub fault: Option<Fault>,
    /// What is odd.
    pub cautions: Vec<Caution>,
    /// "14 of 8,192 terms".
    pub terms: String,
    /// What is looked up first.
    pub anchors: String,
    /// How dear the query is; nothing while it cannot be read.
    pub cost: Option<CostLine>,
    /// The query in words, a line each with its depth.
    pub lines: Vec<ReadLine>,
}

/// How dear a query is.
#[derive(Debug, Clone, Serialize)]
pub struct CostLine {
    /// "Cheap", "Moderate", "Costly".
    pub word: String,
    /// `pos`, `neg` or nothing.
    pub tone: &'static str,
    /// In what share of posts it is looked at.
    pub figure: String,
}

/// What is wrong with a query.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// The reason and what to do.
    pub text: String,
    /// "line 3 at 21".
    pub place: String,
    /// Changes that would mend it.
    pub fixes: Vec<Fix>,
}

/// What is odd about a query.
#[derive(Debug, Clone, Serialize)]
pub struct Caution {
    /// The hint.
    pub text: String,
    /// A change that would mend it.
    pub fix: Option<Fix>,
}

/// A change of the query.
#[derive(Debug, Clone, Serialize)]
pub struct Fix {
    /// What it does.
    pub label: String,
    /// The whole query after it.
    pub query: String,
}

/// One line of the query in words.
#[derive(Debug, Clone, Serialize)]
pub struct ReadLine {
    /// How deep it stands, from 0.
    pub depth: usize,
    /// "ALL OF", "ANY OF", "NONE OF"; empty for a single test.
    pub op: String,
    /// The class of its colour.
    pub class: &'static str,
    /// What it says.
    pub text: String,
    /// For how many of 1,000 posts it holds; empty without a sample.
    pub share: String,
}

/// A query that the listener had.
#[derive(Debug, Clone, Serialize)]
pub struct VersionView {
    /// "Version 2".
    pub label: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub when: When,
    /// The query.
    pub query: String,
    /// Where the editor opens with it; none for the one at work.
    pub href: Option<String>,
}
