//! Other parts of the draft: its prose, its matrix, its text; how it begins; the versions before it.

use askama::Template;
use serde::Serialize;

use super::BookHead;
use crate::pages::case::Choice;
use crate::pages::format::When;
use crate::pages::frame::Frame;
use crate::words::Words;

/// `GET` and `POST /playbook/draft/sections/{section}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/section.html")]
pub struct SectionPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// Its key.
    pub key: String,
    /// Its name.
    pub title: String,
    /// The fingerprint of the section that the reader saw.
    pub seen: String,
    /// Who can own it.
    pub owners: Vec<Choice>,
    /// The prose.
    pub text: String,
    /// What is wrong.
    pub fault: Option<String>,
    /// What somebody else wrote in the meantime.
    pub theirs: Option<String>,
}

/// `GET` and `POST /playbook/draft/matrix`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/matrix.html")]
pub struct MatrixPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// The fingerprint of the matrix that the reader saw.
    pub seen: String,
    /// Its rows.
    pub rows: Vec<MatrixEdit>,
    /// What is wrong.
    pub fault: Option<String>,
}

/// A row of the matrix in the form.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixEdit {
    /// The type of interaction.
    pub key: String,
    /// In words.
    pub label: String,
    /// On channels like X.
    pub x_like: Vec<Choice>,
    /// On channels like Facebook.
    pub facebook_like: Vec<Choice>,
    /// How fast.
    pub clock: Vec<Choice>,
    /// A prepared answer.
    pub say: String,
    /// Whether it differs from what somebody else stored in the meantime.
    pub differs: bool,
}

/// `GET` and `POST /playbook/draft/text`, and a version's text to read.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/text.html")]
pub struct TextPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// The fingerprint of the text that the reader saw; none where it is only read.
    pub seen: Option<String>,
    /// The text.
    pub text: String,
    /// Where it comes as a file.
    pub file: String,
    /// What is wrong, each with its place: "line 12, character 9".
    pub faults: Vec<(String, String)>,
    /// What stands in the way as a whole.
    pub fault: Option<String>,
}

/// `GET /playbook/draft` where there is none.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/begin.html")]
pub struct BeginPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// Whether the reader may begin one.
    pub may_begin: bool,
    /// What it can begin as.
    pub starters: Vec<Choice>,
    /// A text that was typed.
    pub text: String,
    /// What is wrong with it, each with its place.
    pub faults: Vec<(String, String)>,
}

/// `GET /playbook/versions`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "playbook/versions.html")]
pub struct VersionsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands above and beside it.
    pub head: BookHead,
    /// The versions, newest first.
    pub versions: Vec<VersionLine>,
}

/// A version in the list.
#[derive(Debug, Clone, Serialize)]
pub struct VersionLine {
    /// "Version 14".
    pub label: String,
    /// Where it can be read.
    pub href: String,
    /// Whether it decides now.
    pub active: bool,
    /// Who let it decide.
    pub by: String,
    /// When.
    pub when: When,
    /// Where its file is.
    pub file: String,
}
