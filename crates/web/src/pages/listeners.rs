//! Listeners: what each asks for, and what it found lately.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use super::mark::{ChannelMark, Chip};
use super::runs::Run;
use crate::words::Words;

/// `GET /listeners`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "listeners.html")]
pub struct ListenersPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The pages about listening.
    pub tabs: Vec<Tab>,
    /// Whether the reader may change listeners.
    pub may_write: bool,
    /// Purposes to choose from; the value goes into `purpose=`.
    pub purposes: Vec<Choice>,
    /// What was typed into the search field.
    pub sought: String,
    /// The listeners, by name.
    pub listeners: Vec<ListenerRow>,
    /// Whether there are any at all, whatever was chosen.
    pub any: bool,
    /// The pages before and after this one.
    pub pager: Option<Pager>,
}

/// Where a long list goes on.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// The page before.
    pub earlier: Option<String>,
    /// The page after.
    pub later: Option<String>,
    /// "101–200 of 312".
    pub place: String,
}

/// One of the pages about listening.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub label: String,
    /// Open now.
    pub current: bool,
}

/// One listener.
#[derive(Debug, Clone, Serialize)]
pub struct ListenerRow {
    /// Its id.
    pub id: String,
    /// Where its editor is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Chip,
    /// The query.
    pub query: String,
    /// Finds a day over the last 14 days.
    pub a_day: String,
    /// How much more or less than in the week before: "▲ 31 %".
    pub trend: String,
    /// The 14 days as tiny bars. Made on the server, with its text escaped.
    #[serde(skip)]
    pub spark: String,
    /// The share of noise.
    pub noise: String,
    /// When it last found one.
    pub last: Option<When>,
    /// At work.
    pub active: bool,
}

/// One find.
#[derive(Debug, Clone, Serialize)]
pub struct Find {
    /// The channel.
    pub channel: ChannelMark,
    /// The text with its hits marked.
    pub runs: Vec<Run>,
    /// Its language.
    pub language: Option<String>,
    /// The author.
    pub by: String,
    /// When.
    pub when: When,
    /// What the funnel or a case made of it, or which way its author leans.
    pub chip: Option<Chip>,
    /// Its case.
    pub href: Option<String>,
}
