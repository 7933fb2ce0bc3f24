//! At most how much the filter misses.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use super::mark::{ChannelMark, Chip};
use super::report::Figure;
use crate::words::Words;

/// `GET /certificate`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "certificate.html")]
pub struct CertificatePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Periods to choose from; the value goes into `days=`.
    pub periods: Vec<Choice>,
    /// "Valid", or that too little was read.
    pub state: Chip,
    /// What may be said; none where nothing may.
    pub claim: Option<ClaimView>,
    /// Why nothing may be said, and what would change it.
    pub nothing: Option<NothingView>,
    /// Whether posts wait to be read.
    pub waits: bool,
    /// The figures.
    pub figures: Vec<Figure>,
    /// By channel and language.
    pub rows: Vec<RowView>,
    /// Posts that were missed.
    pub missed: Vec<MissedView>,
}

/// Why nothing may be said.
#[derive(Debug, Clone, Serialize)]
pub struct NothingView {
    /// What is missing.
    pub title: String,
    /// What would change it.
    pub hint: String,
}

/// What may be said.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimView {
    /// "at most 0.40 %".
    pub at_most: String,
    /// "with 95 % confidence …".
    pub sure: String,
    /// Of all that mattered.
    pub missed: String,
    /// Where the bound, the guess and the aim stand on a line of 800.
    pub line: LineView,
    /// The drawing in words.
    pub alt: String,
    /// "best guess 0.08 %".
    pub guess: String,
    /// "aim: 5 %".
    pub aim: String,
    /// How it is known.
    pub how: String,
}

/// Places on a line of 800, and what stands at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// The best guess.
    pub guess: u32,
    /// The bound.
    pub most: u32,
    /// The aim.
    pub aim: u32,
    /// The end of the line, in per cent.
    pub end: u32,
}

/// One language on one channel.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    /// The channel.
    pub mark: ChannelMark,
    /// Its name.
    pub channel: String,
    /// The language's tag.
    pub language: String,
    /// Set aside.
    pub hidden: String,
    /// Read.
    pub read: String,
    /// Missed.
    pub missed: String,
    /// At most so many of those set aside mattered.
    pub at_most: String,
    /// Too few were read.
    pub few: bool,
    /// Of those shown, the share that mattered.
    pub worth: String,
}

/// A post that was missed.
#[derive(Debug, Clone, Serialize)]
pub struct MissedView {
    /// Where it stands.
    pub mark: ChannelMark,
    /// Its words; none when they are gone.
    pub text: Option<String>,
    /// Their language.
    pub lang: String,
    /// When it was found, in words.
    pub found: String,
    /// The moment.
    pub when: When,
    /// The case that it became.
    pub case: Option<String>,
}
