//! How the playbook is followed.

use askama::Template;
use serde::Serialize;

use super::BookHead;
use crate::pages::case::Choice;
use crate::pages::frame::Frame;
use crate::pages::listeners::Find;
use crate::pages::report::Figure;
use crate::words::Words;

/// `GET /playbook/use`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/followed.html")]
pub struct FollowedPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above it.
    pub head: BookHead,
    /// Periods to choose from.
    pub periods: Vec<Choice>,
    /// How many decisions it looks at.
    pub of: String,
    /// The figures on top.
    pub figures: Vec<Figure>,
    /// By line.
    pub lines: Vec<FollowedLine>,
    /// By department.
    pub departments: Vec<FollowedLine>,
    /// Public or private, by type of interaction.
    pub places: Vec<PlacedLine>,
    /// Where the playbook does not say.
    pub grey: Vec<Find>,
    /// "Of 80 the newest 50"; empty where all are shown.
    pub grey_of: String,
    /// Where a line is written for a grey area; none for who may not.
    pub write: Option<String>,
}

/// One row.
#[derive(Debug, Clone, Serialize)]
pub struct FollowedLine {
    /// What it counts.
    pub name: String,
    /// Where it stands; none where nowhere.
    pub href: Option<String>,
    /// Suggestions.
    pub made: String,
    /// The share that was taken, of those that somebody answered.
    pub share: String,
    /// Taken.
    pub taken: String,
    /// Left.
    pub left: String,
    /// Done otherwise.
    pub otherwise: String,
    /// Nobody said anything.
    pub unanswered: String,
    /// Rather set aside than taken.
    pub bad: bool,
}

/// Where answers of one type stood.
#[derive(Debug, Clone, Serialize)]
pub struct PlacedLine {
    /// The type of interaction.
    pub name: String,
    /// Answers.
    pub answers: String,
    /// Those for which the playbook said where.
    pub suggested: String,
    /// The share of these that went elsewhere.
    pub elsewhere: String,
}
