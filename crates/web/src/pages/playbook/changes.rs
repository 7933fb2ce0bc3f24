//! What the draft changes: the differences in words, a replay of stored posts, the signatures, the
//! remarks.

use askama::Template;
use serde::Serialize;

use super::BookHead;
use crate::pages::case::Notice;
use crate::pages::format::When;
use crate::pages::frame::Frame;
use crate::words::Words;

/// `GET /playbook/draft/changes`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/changes.html")]
pub struct ChangesPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
    /// The fingerprint of the text that is shown: signatures are for it.
    pub seen: String,
    /// Its revision: throwing it away asks for it.
    pub revision: String,
    /// Whether the reader may write in it.
    pub may_write: bool,
    /// What is different from the version at work.
    pub changes: Vec<ChangeView>,
    /// The departments that must sign.
    pub signing: Vec<SigningView>,
    /// Whether the reader may let it decide.
    pub may_activate: bool,
    /// Whether all have signed.
    pub signed: bool,
    /// "Let version 15 decide".
    pub activate: String,
    /// What a careful colleague would ask.
    pub warnings: Vec<String>,
    /// Examples that the draft decides otherwise than they say.
    pub misses: Vec<(String, Vec<String>)>,
    /// "All 12 examples are decided as they say"; empty without examples.
    pub examples: String,
    /// The newest replay.
    pub replay: Option<ReplayView>,
    /// Remarks.
    pub comments: Vec<CommentView>,
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// "Line 30, Harsh, legitimate, a customer".
    pub title: String,
    /// "New", "Gone", "Moved", "Changed".
    pub kind: String,
    /// The class of its colour.
    pub tone: &'static str,
    /// Where it can be changed; none for what is gone.
    pub href: Option<String>,
    /// What of it: which, before, now.
    pub parts: Vec<PartView>,
}

/// A value that is different.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    /// Which.
    pub what: String,
    /// Before.
    pub before: String,
    /// Now.
    pub now: String,
    /// Whether it is written as code.
    pub code: bool,
}

/// A department that must sign.
#[derive(Debug, Clone, Serialize)]
pub struct SigningView {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// "Signed by Sam", "Changed since Sam signed", "Not signed".
    pub state: String,
    /// The class of its colour.
    pub tone: &'static str,
    /// When.
    pub when: Option<When>,
    /// Whether the reader can sign for it now.
    pub may_sign: bool,
    /// Whether the reader can take the signature back.
    pub may_withdraw: bool,
}

/// A replay of stored posts.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayView {
    /// "7 days, 4,118 posts".
    pub title: String,
    /// How far it is, while it runs: done and all.
    pub progress: Option<(String, String)>,
    /// "1,200 of 4,118 posts".
    pub progress_says: String,
    /// Why it failed.
    pub problem: Option<String>,
    /// Whether the draft was changed since.
    pub outdated: bool,
    /// "61 of 4,118 posts are decided otherwise".
    pub summary: String,
    /// What becomes more or less: which, at work, draft, and whether they differ.
    pub rows: Vec<(String, String, String, bool)>,
    /// What it means for the people.
    pub staffing: String,
    /// The kinds of differences, most frequent first.
    pub kinds: Vec<KindView>,
    /// "and 12 rarer kinds"; empty without.
    pub rarer: String,
}

/// Posts that change in the same way.
#[derive(Debug, Clone, Serialize)]
pub struct KindView {
    /// What is decided otherwise: which, before, now.
    pub parts: Vec<PartView>,
    /// "38 alike".
    pub posts: String,
    /// The words of one of them, where the reader may see it.
    pub example: String,
    /// Its language.
    pub language: Option<String>,
    /// Its case.
    pub href: Option<String>,
    /// "line 30, before line 36".
    pub lines: String,
}

/// A remark.
#[derive(Debug, Clone, Serialize)]
pub struct CommentView {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub when: When,
    /// The words.
    pub text: String,
    /// "Line 30"; empty for the whole draft.
    pub about: String,
    /// Where the line is.
    pub href: Option<String>,
    /// Whether it is settled.
    pub settled: bool,
}

impl ChangesPage {
    /// The line that a new remark is about: the whole draft here.
    #[expect(clippy::unused_self, reason = "the part about remarks asks every page that holds it")]
    const fn about_line(&self) -> Option<&str> {
        None
    }
}
