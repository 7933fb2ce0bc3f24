//! The brand's accounts on channels: how each does, what it reads, and how to connect one more.

use askama::Template;
use serde::Serialize;

use super::case::{Choice, Notice};
use super::format::When;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/accounts`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// All accounts.
    pub accounts: Vec<AccountCard>,
    /// How many days a link into a private room can be opened.
    pub days: i64,
    /// The channels that the server speaks itself.
    pub channels: Vec<Choice>,
    /// How the chosen one is called.
    pub channel: String,
    /// What has to be typed for it.
    pub fields: Vec<FieldLine>,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
}

/// One account.
#[derive(Debug, Clone, Serialize)]
pub struct AccountCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its handle, and where.
    pub handle: String,
    /// `fine`, `new`, `late`, `lost`, `off` or `elsewhere`.
    pub health: &'static str,
    /// The same for people.
    pub says: String,
    /// Why its login was lost.
    pub problem: Option<String>,
    /// What the channel said when it was probed: who, what runs there, what may be done.
    pub told: Vec<String>,
    /// When that was.
    pub probed: Option<When>,
    /// What it reads.
    pub sources: Vec<SourceLine>,
    /// The kinds of sources that can be added.
    pub kinds: Vec<Choice>,
    /// What is typed for them.
    pub hint: String,
    /// Whether a new login would mend something: it was lost, or may too little.
    pub renew: bool,
    /// Whether the server itself speaks for it.
    pub spoken: bool,
    /// Whether what is said through it stands here.
    pub home: bool,
    /// Whether it is switched on.
    pub on: bool,
    /// What has to stand in pages that show it; none for what shows nowhere.
    pub snippet: Option<String>,
    /// What can be changed of it, filled with what holds now.
    pub settings: Vec<FieldLine>,
    /// What has to be typed to renew its login.
    pub secrets: Vec<FieldLine>,
}

/// One thing that an account reads.
#[derive(Debug, Clone, Serialize)]
pub struct SourceLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub label: String,
    /// "Streamed", or how it is read.
    pub how: String,
    /// How far behind it is.
    pub lag: String,
    /// Whether that is too far.
    pub late: bool,
    /// How much was heard.
    pub heard: String,
    /// Why the last try failed.
    pub problem: Option<String>,
}

/// A field that a channel asks for.
#[derive(Debug, Clone, Serialize)]
pub struct FieldLine {
    /// Its name.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What to type.
    pub hint: String,
    /// `text`, `url` or `password`.
    pub kind: &'static str,
    /// What was typed; never a secret.
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
}
