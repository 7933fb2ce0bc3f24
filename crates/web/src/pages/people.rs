//! The people who work here.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::mark::{Chip, Face};
use crate::words::Words;

/// `GET /people`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Everybody, by name.
    pub people: Vec<Colleague>,
}

/// One colleague.
#[derive(Debug, Clone, Serialize)]
pub struct Colleague {
    /// Their face.
    pub face: Face,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles with their scope: "Agent, Baggage".
    pub roles: Vec<String>,
    /// Their skills with the level.
    pub skills: Vec<Chip>,
    /// "online", "away" or "offline".
    pub presence: &'static str,
    /// "4 of 6".
    pub load: String,
    /// Their id.
    pub id: String,
    /// Whether somebody reads their public answers first.
    pub checked: bool,
    /// Whether they were switched off.
    pub off: bool,
}

impl PeoplePage {
    fn presence_key(&self, person: &Colleague) -> String {
        format!("presence-{}", person.presence)
    }
}
