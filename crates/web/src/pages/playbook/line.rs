//! The editor of one line of the draft: condition, what follows, and what it would catch.

use askama::Template;
use serde::Serialize;

use super::BookHead;
use crate::pages::case::Choice;
use crate::pages::frame::Frame;
use crate::pages::listeners::Find;
use crate::words::Words;

/// `GET` and `POST /playbook/draft/lines/{line}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/line.html")]
pub struct LinePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// Where the form goes.
    pub action: String,
    /// Where the line is removed; none for a new one.
    pub removal: Option<String>,
    /// The number under which it was opened; empty for a new one.
    pub was: String,
    /// The fingerprint of the line that the reader saw.
    pub seen: String,
    /// Its number.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// Why it is there.
    pub why: String,
    /// Whether it is at work.
    pub on: bool,
    /// The processes to choose from.
    pub processes: Vec<Choice>,
    /// The channels to choose from; none chosen is all.
    pub channels: Vec<Choice>,
    /// "All channels", or the chosen ones.
    pub channels_say: String,
    /// The condition.
    pub when: WhenView,
    /// What follows, each with its choices.
    pub then: Vec<ThenView>,
    /// The skills that are needed, as typed.
    pub skills: String,
    /// The skills that there are.
    pub known_skills: Vec<String>,
    /// What is to follow the answer.
    pub follow_ups: Vec<Choice>,
    /// After how many minutes.
    pub follow_up_minutes: String,
    /// Next best actions, and a blank one.
    pub next: Vec<NextView>,
    /// What is wrong.
    pub fault: Option<String>,
    /// What somebody else made of the line in the meantime.
    pub conflict: Option<Conflict>,
    /// What it would catch; none while it cannot be read.
    pub catch: Option<CatchView>,
    /// What is said about it.
    pub comments: Vec<super::changes::CommentView>,
}

/// A condition in the form.
#[derive(Debug, Clone, Serialize)]
pub struct WhenView {
    /// As drop-downs; none where it is no plain row of tests.
    pub rows: Option<Vec<RowView>>,
    /// Whether one test is enough.
    pub any: bool,
    /// The condition as written.
    pub text: String,
    /// The condition in pieces, the wrong one marked.
    pub pieces: Vec<(String, bool)>,
    /// Where it is wrong: "at character 12".
    pub place: String,
    /// Whether it could be shown as drop-downs.
    pub plain: bool,
}

/// A test of a condition.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    /// Its place, from 0: it stands in the names of its fields.
    pub place: usize,
    /// The word before it: "All of", "and", "or".
    pub join: String,
    /// What can be asked.
    pub fields: Vec<Choice>,
    /// How it can be asked.
    pub operators: Vec<Choice>,
    /// The words that it can be compared with; none where anything can be typed.
    pub words: Vec<Choice>,
    /// Whether several words can be chosen.
    pub several: bool,
    /// Whether it is compared with anything: a yes-or-no test is not.
    pub compared: bool,
    /// Whether a number is asked for.
    pub numeric: bool,
    /// What is typed.
    pub value: String,
}

/// One of the answers that a line gives.
#[derive(Debug, Clone, Serialize)]
pub struct ThenView {
    /// The name of its field.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// What it can be.
    pub choices: Vec<Choice>,
}

/// A next best action in the form.
#[derive(Debug, Clone, Serialize)]
pub struct NextView {
    /// Its place, from 0.
    pub place: usize,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// Its words: a text, a tag, a queue, a department.
    pub value: String,
    /// Within how many minutes; only for questions to departments.
    pub minutes: String,
}

/// What somebody else made of the same line.
#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    /// "Sam changed this line while you were at it."
    pub title: String,
    /// What is different: which, theirs, yours.
    pub parts: Vec<(String, String, String)>,
    /// Where the line is as they left it; none where they removed it.
    pub theirs: Option<String>,
}

/// What a line would catch.
#[derive(Debug, Clone, Serialize)]
pub struct CatchView {
    /// How many of the newest posts.
    pub caught: String,
    /// "of 200".
    pub of: String,
    /// In a sentence, with what the line at work catches.
    pub says: String,
    /// The posts as squares, oldest first. Made on the server, without any text of posts.
    #[serde(skip)]
    pub grid: String,
    /// "32 as before", "5 new", "3 no longer", each with the class of its colour.
    pub keys: Vec<(String, &'static str)>,
    /// The newest posts that it catches and the reader may see.
    pub finds: Vec<Find>,
}

impl LinePage {
    /// The line that a new remark is about.
    fn about_line(&self) -> Option<&str> {
        Some(self.was.as_str()).filter(|was| !was.is_empty())
    }
}
