//! Answers that wait for the reader's word.

use askama::Template;
use serde::Serialize;

use super::case::Notice;
use super::clock::ClockMark;
use super::format::When;
use super::frame::Frame;
use super::mark::{AudienceMark, ChannelMark, Face};
use crate::words::Words;

/// `GET /approvals`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "approvals.html")]
pub struct ApprovalsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or why not.
    pub notice: Option<Notice>,
    /// The answers, the soonest due case first.
    pub answers: Vec<AnswerView>,
    /// That answers of the reader wait for others.
    pub own: Option<String>,
    /// How quickly answers were decided; nothing before one was.
    pub pace: Option<String>,
}

/// An answer that waits.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerView {
    /// The outbox row.
    pub id: String,
    /// Its case.
    pub case: String,
    /// Where the case is, for who may open it.
    pub href: Option<String>,
    /// Where it will stand.
    pub channel: ChannelMark,
    /// The customer.
    pub name: String,
    /// What they wrote; empty once it is gone.
    pub asked: String,
    /// Its language.
    pub language: Option<String>,
    /// Who wrote the answer.
    pub face: Face,
    /// Their name.
    pub author: String,
    /// The answer.
    pub text: String,
    /// Who will read it.
    pub audience: AudienceMark,
    /// Whether only the customer will.
    pub private: bool,
    /// Why it waits for the reader.
    pub why: String,
    /// Since when.
    pub since: When,
    /// How much time the case has left.
    pub clock: Option<ClockMark>,
    /// When the customer last spoke, as the page shows it: microseconds since 1970, 0 for never.
    pub seen: i64,
    /// Whether the customer has written since.
    pub spoke_since: bool,
}
