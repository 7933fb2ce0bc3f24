//! What all listeners together say.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use super::listeners::{Find, Tab};
use super::mark::Chip;
use super::report::Figure;
use crate::words::Words;

/// `GET /listeners/insights`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "insights.html")]
pub struct InsightsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The pages about listening.
    pub tabs: Vec<Tab>,
    /// Periods to choose from; the value goes into `days=`.
    pub periods: Vec<Choice>,
    /// How far back it looked, when there were too many posts.
    pub cut: Option<String>,
    /// Hashtags that are used against the brand.
    pub alarms: Vec<AlarmView>,
    /// The figures on top.
    pub figures: Vec<Figure>,
    /// Brand, products and competitors.
    pub voices: Vec<VoiceLine>,
    /// Posts that name a competitor too.
    pub together: Vec<Find>,
    /// Posts without our handle.
    pub unnamed: Vec<Find>,
    /// Hashtags.
    pub tags: Vec<TagLine>,
}

/// A hashtag that is used against the brand.
#[derive(Debug, Clone, Serialize)]
pub struct AlarmView {
    /// Its id.
    pub id: String,
    /// With its `#`.
    pub tag: String,
    /// Where all its posts are.
    pub href: String,
    /// When it was noticed.
    pub when: When,
    /// How many people, in how many posts.
    pub says: String,
    /// How many of the posts are negative.
    pub angry: String,
    /// Who has seen it, and when.
    pub seen: Option<(String, When)>,
    /// Whether the reader may say that they have.
    pub may_acknowledge: bool,
    /// The newest of its posts.
    pub finds: Vec<Find>,
}

/// One line of the share of voice.
#[derive(Debug, Clone, Serialize)]
pub struct VoiceLine {
    /// Its name.
    pub name: String,
    /// Where its listener is.
    pub href: String,
    /// What it is for.
    pub purpose: Chip,
    /// Posts.
    pub posts: String,
    /// The share among all lines.
    pub share: String,
    /// The same, 0 to 100, for the bar.
    pub width: u8,
    /// Against the period before.
    pub trend: String,
    /// The share of negative posts.
    pub negative: String,
    /// One of our own.
    pub ours: bool,
}

/// One hashtag.
#[derive(Debug, Clone, Serialize)]
pub struct TagLine {
    /// With its `#`.
    pub tag: String,
    /// Where its posts are.
    pub href: String,
    /// Posts.
    pub posts: String,
    /// Against the period before.
    pub trend: String,
    /// The share of negative posts.
    pub negative: String,
    /// "new", "against you".
    pub chip: Option<Chip>,
}
