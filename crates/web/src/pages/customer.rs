//! The right pane of the desk: one person, over all channels.

use serde::Serialize;

use super::clock::ClockMark;
use super::format::When;
use super::mark::{ChannelMark, Face};

/// One person.
#[derive(Debug, Clone, Serialize)]
pub struct CustomerPane {
    /// Their name.
    pub name: String,
    /// Their face.
    pub face: Face,
    /// "Lisbon, 14:02 · Português, English".
    pub place: String,
    /// Value, influence, customer since: label and value. Unknown ones are left out.
    pub facts: Vec<Fact>,
    /// Handles on channels.
    pub identities: Vec<IdentityView>,
    /// What the organization's own record holds, masked.
    pub known: Vec<KnownView>,
    /// Where a fact is written down; none for who may not.
    pub note: Option<String>,
    /// The kinds of facts: word and label.
    pub kinds: Vec<(&'static str, String)>,
    /// Promises that were made in this case and not taken back.
    pub promises: Vec<PromiseView>,
    /// How far the loop is closed; none for cases that began in private.
    pub steps: Vec<Step>,
    /// What lies before this case.
    pub before: Vec<Past>,
    /// How many cases there were in all.
    pub before_count: String,
    /// Where all of them are.
    pub all: Option<String>,
}

/// One fact.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// "Influence".
    pub label: String,
    /// "4,112".
    pub value: String,
    /// "followers".
    pub unit: String,
    /// A drawing.
    pub drawing: Option<&'static str>,
}

/// One handle.
#[derive(Debug, Clone, Serialize)]
pub struct IdentityView {
    /// The channel.
    pub channel: ChannelMark,
    /// The handle.
    pub handle: String,
}

/// Something of the organization's own record.
#[derive(Debug, Clone, Serialize)]
pub struct KnownView {
    /// "E-mail".
    pub label: String,
    /// The value, masked.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// Where it is struck out; none for who may not.
    pub strike: Option<String>,
}

/// One promise.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseView {
    /// Whether it was made in public.
    pub public: bool,
    /// What was promised.
    pub text: String,
    /// By when.
    pub due: When,
    /// Its clock: it runs, or was kept.
    pub clock: ClockMark,
    /// Where it is marked as kept or taken back; none once it is kept, and for who may not.
    pub settle: Option<String>,
}

/// One step of the loop.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// "Heard", "Answered", "Private", "Solved", "Ended".
    pub label: String,
    /// "done", "now" or empty.
    pub state: &'static str,
}

/// One earlier case or contact.
#[derive(Debug, Clone, Serialize)]
pub struct Past {
    /// The channel.
    pub channel: ChannelMark,
    /// The subject.
    pub subject: String,
    /// How it ended.
    pub outcome: String,
    /// When.
    pub when: When,
    /// Where it can be read.
    pub href: String,
}
