//! The playbook: what it says, and the draft of the next one.

pub mod changes;
pub mod followed;
pub mod line;
pub mod parts;

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::format::When;
use super::frame::Frame;
use super::mark::Chip;
use crate::words::Words;
use changes::ChangeView;

/// What stands above and beside every page of the playbook.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BookHead {
    /// "Version 14" or "Draft 15".
    pub state: Option<Chip>,
    /// "14 is at work since 3 Nov".
    pub note: String,
    /// Its pages.
    pub tabs: Vec<BookTab>,
    /// Its lines, by process.
    pub groups: Vec<LineGroup>,
    /// Where a new line is made, for whoever may.
    pub new_line: Option<String>,
}

/// A page of the playbook.
#[derive(Debug, Clone, Serialize)]
pub struct BookTab {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Whether it is this one.
    pub current: bool,
}

/// Lines of one process, or sections.
#[derive(Debug, Clone, Serialize)]
pub struct LineGroup {
    /// Its name.
    pub label: String,
    /// Its lines.
    pub lines: Vec<LineLink>,
}

/// A line in the list beside the page.
#[derive(Debug, Clone, Serialize)]
pub struct LineLink {
    /// Where it is.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it answers, as a drawing.
    pub drawing: Option<&'static str>,
    /// Whether it is open.
    pub current: bool,
    /// Whether it rests.
    pub off: bool,
}

/// `GET /playbook`, `/playbook/draft` and `/playbook/versions/{version}`: all that it says.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/book.html")]
pub struct BookPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// What was just done.
    pub notice: Option<Notice>,
    /// Its name: "Starter: travel and hotels".
    pub name: String,
    /// Whether parts of it can be changed here.
    pub editable: bool,
    /// Whether a draft can be begun.
    pub may_begin: bool,
    /// The number of a version that is at work no more: a draft can begin as it.
    pub earlier: Option<String>,
    /// Its prose.
    pub sections: Vec<SectionView>,
    /// Public or private.
    pub matrix: Vec<MatrixRow>,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// Who let it decide or changed it, and when.
    pub by: String,
    /// When.
    pub when: When,
    /// What is known of it: label and value.
    pub facts: Vec<(String, String)>,
    /// Who has read it; of the version at work.
    pub readers: Option<ReadersView>,
    /// Lines that had no part in anything lately.
    pub unused: Vec<(String, String)>,
    /// What the unused lines were looked for in: "of the last 2,000 posts".
    pub unused_of: String,
    /// Where its text can be read.
    pub text_href: String,
    /// The address of its lines on other pages: `/playbook/draft/lines/`, or nothing.
    pub edit_at: String,
}

/// Who has read the version at work.
#[derive(Debug, Clone, Serialize)]
pub struct ReadersView {
    /// Its number, as the form sends it back.
    pub version: String,
    /// When the reader said that they have read it.
    pub mine: Option<When>,
    /// "Since version 3, which you read"; empty where they read none before.
    pub since: String,
    /// What changed since.
    pub changes: Vec<ChangeView>,
    /// "4 of 6 have read it"; empty for who may not know.
    pub share: String,
    /// Who has not.
    pub missing: Vec<String>,
}

/// A section of prose.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// Its key.
    pub key: String,
    /// "1. Social mission and goals".
    pub title: String,
    /// "Owned by care"; empty without an owner.
    pub owner: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// A row of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixRow {
    /// The type of interaction.
    pub key: String,
    /// In words.
    pub label: String,
    /// On channels like X.
    pub x_like: String,
    /// On channels like Facebook.
    pub facebook_like: String,
    /// How fast.
    pub clock: String,
    /// A prepared answer.
    pub say: String,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    /// Its number: reasons name it, so it is an address on the page.
    pub number: String,
    /// What it is for.
    pub title: String,
    /// Why it is there.
    pub why: String,
    /// Its condition, as written.
    pub condition: String,
    /// "Respond", "Record", "Leave".
    pub outcome: Chip,
    /// Whether it rests.
    pub off: bool,
    /// The channels that it is for; empty for all.
    pub channels: String,
    /// What it does, each in a few words.
    pub actions: Vec<String>,
    /// In how many of the latest posts it had a part; none before there is a post.
    pub used: Option<String>,
}
