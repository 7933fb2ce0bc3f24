//! One colleague, for who may change them; and one's own password.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::frame::Frame;
use super::queues::Group;
use super::tokens::Made;
use crate::words::Words;

/// `GET /people/{agent}` and `GET /people/new`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "person.html")]
pub struct PersonPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or why not.
    pub notice: Option<Notice>,
    /// The colleague's name, or that somebody is added.
    pub title: String,
    /// Where the form goes.
    pub action: String,
    /// Their id; nothing for a new one.
    pub id: Option<String>,
    /// A password that is told this once.
    pub made: Option<Made>,
    /// The whole name.
    pub name: String,
    /// What colleagues call them.
    pub short_name: String,
    /// The address they log in with.
    pub email: String,
    /// What stands under their answers.
    pub signature: String,
    /// How many cases they can hold at once.
    pub capacity: String,
    /// Languages of the screens.
    pub locales: Vec<Choice>,
    /// Time zone of their screens.
    pub time_zone: String,
    /// Their roles, and empty lines for more.
    pub grants: Vec<GrantLine>,
    /// Teams whose cases they can get.
    pub teams: Vec<Choice>,
    /// Whether they may log in.
    pub on: bool,
    /// Whether the reader is that person.
    pub me: bool,
}

/// A role and where it holds.
#[derive(Debug, Clone, Serialize)]
pub struct GrantLine {
    /// Its number, for the names of fields.
    pub n: usize,
    /// The roles.
    pub roles: Vec<Choice>,
    /// Everything, departments and queues.
    pub reaches: Vec<Group>,
}

/// `GET /me/password`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "password.html")]
pub struct PasswordPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or why not.
    pub notice: Option<Notice>,
    /// The reader's address, so that a keeper of passwords knows whose it is.
    pub email: String,
}
