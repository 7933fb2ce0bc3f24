//! Ready-made listeners to choose from.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::listeners::Tab;
use super::mark::Chip;
use crate::words::Words;

/// `GET /listeners/packs`, and `POST` to it that was refused.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "packs.html")]
pub struct PacksPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The pages about listening.
    pub tabs: Vec<Tab>,
    /// What goes into the blanks.
    pub blanks: Vec<BlankView>,
    /// The packs in their groups.
    pub groups: Vec<PackGroup>,
    /// What is wrong with what was sent.
    pub fault: Option<String>,
}

/// A blank of the packs.
#[derive(Debug, Clone, Serialize)]
pub struct BlankView {
    /// The name of its field.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What belongs there.
    pub hint: String,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// Packs of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct PackGroup {
    /// What they are for.
    pub title: String,
    /// The packs.
    pub packs: Vec<PackView>,
}

/// One pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackView {
    /// Its key.
    pub key: &'static str,
    /// Its name.
    pub name: String,
    /// What it finds.
    pub about: String,
    /// Which blanks it needs.
    pub needs: Vec<Chip>,
    /// A post that it finds.
    pub example: String,
    /// Chosen.
    pub chosen: bool,
    /// A listener of this name is there already.
    pub there: bool,
}
