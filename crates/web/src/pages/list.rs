//! The list of cases: tabs, groups, rows.

use serde::Serialize;

use super::clock::ClockMark;
use super::format::When;
use super::mark::{ChannelMark, Chip, Face, Feeling};

/// The left pane of the desk.
#[derive(Debug, Clone, Serialize)]
pub struct ListPane {
    /// The name of the list: "My cases", or a queue's name.
    pub title: String,
    /// The value of `list=`.
    pub list: String,
    /// The value of `status=`.
    pub status: String,
    /// Open, waiting, snoozed, done.
    pub tabs: Vec<Tab>,
    /// Rows, most urgent group first. No group without rows.
    pub groups: Vec<RowGroup>,
    /// Why the list is empty and what would fill it; used when there are no groups.
    pub empty: Empty,
    /// Where older rows are.
    pub more: Option<String>,
    /// Where "Next" leads: the case that is most pressing; none when the list is empty.
    pub next: Option<String>,
}

/// A list with nothing in it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Empty {
    /// "No cases are snoozed".
    pub what: String,
    /// What would fill it.
    pub hint: String,
}

/// One tab above a list.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    /// Names its count for the live stream.
    pub id: String,
    /// Where it leads.
    pub href: String,
    /// The word.
    pub label: String,
    /// How many cases; none where counting is too dear.
    pub count: Option<String>,
    /// This is where we are.
    pub current: bool,
}

/// Rows under one heading: late, at risk, today.
#[derive(Debug, Clone, Serialize)]
pub struct RowGroup {
    /// The heading; empty for a list without groups.
    pub label: String,
    /// A drawing before it.
    pub drawing: Option<&'static str>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Whose words a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Say {
    /// The customer's last post.
    Theirs,
    /// Our last answer.
    Ours,
    /// A draft that waits.
    Draft,
}

/// One case in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The id of the case.
    pub id: String,
    /// Where it leads: `/cases/{id}?list=…`.
    pub href: String,
    /// This case is open on the right.
    pub current: bool,
    /// Posts of the customer that the reader has not seen; above 0 the row stands out.
    pub unread: u32,
    /// The customer's face.
    pub face: Face,
    /// The channel of the last post.
    pub channel: ChannelMark,
    /// The customer's name.
    pub name: String,
    /// When the customer last spoke.
    pub when: When,
    /// The words.
    pub say: String,
    /// Whose words they are.
    pub whose: Say,
    /// Language of the words.
    pub language: Option<String>,
    /// The next clock.
    pub clock: Option<ClockMark>,
    /// How the customer feels.
    pub feeling: Option<Feeling>,
    /// The one chip that decides.
    pub chip: Option<Chip>,
    /// "Ana is typing".
    pub presence: Option<String>,
    /// Who is on it: the owner, and who looks.
    pub people: Vec<Face>,
}
