//! Lists that listeners share by name.

use askama::Template;
use serde::Serialize;

use super::format::When;
use super::frame::Frame;
use super::listeners::Tab;
use crate::words::Words;

/// `GET /listeners/lists`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "shared-lists.html")]
pub struct SharedListsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The pages about listening.
    pub tabs: Vec<Tab>,
    /// Whether the reader may change lists.
    pub may_write: bool,
    /// All lists, by name.
    pub lists: Vec<SharedListRow>,
}

/// One list.
#[derive(Debug, Clone, Serialize)]
pub struct SharedListRow {
    /// Where its editor is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its first words.
    pub words: String,
    /// How many lines it has.
    pub lines: String,
    /// Who uses it: names, separated by commas.
    pub used_by: String,
    /// When it was last changed.
    pub changed: When,
}

/// `GET /listeners/lists/new`, `GET /listeners/lists/{id}`, and what was refused.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "shared-list.html")]
pub struct SharedListPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// Whether this is a new one.
    pub fresh: bool,
    /// Whether the reader may change it.
    pub may_write: bool,
    /// What it is called; empty for a new one.
    pub title: String,
    /// The name as typed.
    pub name: String,
    /// The words as typed.
    pub words: String,
    /// What is wrong with the name.
    pub name_fault: Option<String>,
    /// What is wrong with the words.
    pub words_fault: Option<String>,
    /// How a query names it.
    pub spelling: String,
    /// Who uses it.
    pub used_by: Vec<String>,
}
