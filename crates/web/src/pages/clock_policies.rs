//! Clock policies: all of them, and one with its times and its ladder.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::format::When;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/clocks`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/clocks.html")]
pub struct ClocksPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Policies in use, in the order in which new cases are asked about them.
    pub policies: Vec<PolicyRow>,
    /// Policies out of use.
    pub retired: Vec<PolicyRow>,
}

/// A policy in the list.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyRow {
    /// Where it is set.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Which cases it is for.
    pub applies: String,
    /// The time to the first answer.
    pub first: String,
    /// To a later one.
    pub next: String,
    /// To the resolution.
    pub resolve: String,
    /// Its version, and by which calendars it counts.
    pub version: String,
    /// Whether it can be asked about earlier.
    pub rises: bool,
}

/// `GET /settings/clocks/{policy}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "settings/clock.html")]
pub struct ClockPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Where the form goes.
    pub action: String,
    /// Its name as it is stored, or that it is new.
    pub title: String,
    /// The version that the form is about; 0 for a new one.
    pub version: i64,
    /// The name as it stands or was typed.
    pub name: String,
    /// Service levels.
    pub classes: Vec<Choice>,
    /// Kinds of channels.
    pub channels: Vec<Choice>,
    /// Segments of customers.
    pub segments: Vec<Choice>,
    /// Each clock.
    pub targets: Vec<TargetRow>,
    /// The ladder, one act a line; the last lines are empty.
    pub ladder: Vec<LadderRow>,
    /// Versions that were saved, the newest first.
    pub saved: Vec<SavedRow>,
    /// Whether it is out of use; nothing for a new one.
    pub retired: Option<bool>,
}

/// One clock.
#[derive(Debug, Clone, Serialize)]
pub struct TargetRow {
    /// Its word.
    pub clock: String,
    /// Its name.
    pub label: String,
    /// How many units; empty where it is not measured.
    pub amount: String,
    /// Minutes, hours, days.
    pub units: Vec<Choice>,
    /// Day and night, or a calendar.
    pub calendars: Vec<Choice>,
    /// When a warning comes, in percent.
    pub warn: String,
    /// When it stands still; none for clocks that never do.
    pub pauses: Vec<Choice>,
}

/// An act of the ladder.
#[derive(Debug, Clone, Serialize)]
pub struct LadderRow {
    /// Its place, from 1.
    pub n: usize,
    /// The name of its step, if it has one.
    pub key: String,
    /// Percent, or minutes.
    pub amount: String,
    /// Percent of the time, or minutes after the deadline.
    pub whens: Vec<Choice>,
    /// Which clocks.
    pub clocks: Vec<Choice>,
    /// What is done.
    pub acts: Vec<Choice>,
}

/// A version that was saved.
#[derive(Debug, Clone, Serialize)]
pub struct SavedRow {
    /// "Version 3".
    pub label: String,
    /// Who saved it.
    pub by: String,
    /// When.
    pub when: When,
}
