//! The supervisor's wall: what waits, what is at risk, what is late, and who is on what.

use askama::Template;
use serde::Serialize;

use super::clock::ClockMark;
use super::frame::Frame;
use super::mark::{ChannelMark, Face};
use super::report::Figure;
use crate::words::Words;

/// `GET /wall`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "wall.html")]
pub struct WallPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The time and the place of it: "Sunday 22 Nov, 14:02".
    pub now: String,
    /// What waits, is at risk and is late; promises and loops.
    pub figures: Vec<Figure>,
    /// The queues.
    pub queues: Vec<QueueLine>,
    /// Everybody.
    pub agents: Vec<AgentLine>,
    /// "23 of 45 places".
    pub places: String,
    /// The most urgent cases.
    pub urgent: Vec<UrgentLine>,
    /// Cases that began in public and have not ended there.
    pub loops: Vec<UrgentLine>,
    /// Cases that nobody could ever take.
    pub gaps: Vec<GapLine>,
    /// That customers are told what is not true.
    pub untrue: Option<String>,
    /// Whether this reader may mend that.
    pub may_set: bool,
    /// Whether the reader may take cases over.
    pub may_take: bool,
    /// Whether the reader may write notes.
    pub may_note: bool,
    /// The reader's own id: what taking over names.
    pub me: String,
}

/// A queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueLine {
    /// Where its cases are.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The drawing beside it.
    pub drawing: &'static str,
    /// Waiting.
    pub waiting: String,
    /// Nobody owns them.
    pub unowned: String,
    /// Shares in time, at risk and late, of 100: made on the server.
    #[serde(skip)]
    pub bar: String,
    /// At risk.
    pub at_risk: String,
    /// Late.
    pub late: String,
    /// Whether any is.
    pub is_late: bool,
    /// Since when the oldest waits.
    pub oldest: String,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub struct AgentLine {
    /// Their face.
    pub face: Face,
    /// "on", "away" or "".
    pub presence: &'static str,
    /// Their name.
    pub name: String,
    /// Their skills, or that they are away.
    pub sub: String,
    /// Each place: whether it is taken, or over the limit.
    pub pips: Vec<&'static str>,
    /// "4 of 6".
    pub load: String,
}

/// A case.
#[derive(Debug, Clone, Serialize)]
pub struct UrgentLine {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub href: String,
    /// Its channel.
    pub channel: ChannelMark,
    /// Its customer.
    pub name: String,
    /// What was said last.
    pub say: String,
    /// The language of that.
    pub language: Option<String>,
    /// Its clock.
    pub clock: Option<ClockMark>,
    /// Who owns it; empty for nobody.
    pub owner: String,
    /// Whether that is the reader.
    pub mine: bool,
}

/// Cases of a queue that nobody could ever take.
#[derive(Debug, Clone, Serialize)]
pub struct GapLine {
    /// The first of them.
    pub href: String,
    /// The name of the queue.
    pub queue: String,
    /// What is missing.
    pub lacks: Vec<String>,
    /// "3 cases".
    pub cases: String,
    /// "waiting 12 min".
    pub since: Option<String>,
}
