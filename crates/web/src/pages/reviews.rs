//! One post at a time: did it matter?

use askama::Template;
use serde::Serialize;

use super::format::When;
use super::frame::Frame;
use super::mark::ChannelMark;
use crate::words::Words;

/// `GET /reviews`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "reviews.html")]
pub struct ReviewsPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// "12 posts wait".
    pub waiting: String,
    /// The post to judge; none when nothing waits.
    pub question: Option<QuestionView>,
    /// What was just answered.
    pub answered: Option<AnsweredView>,
}

/// A post to judge.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub mark: ChannelMark,
    /// "On Mastodon, by @mirela".
    pub of: String,
    /// The words.
    pub text: String,
    /// Their language.
    pub lang: String,
    /// Where it can be seen.
    pub url: Option<String>,
    /// When it was drawn.
    pub drawn: When,
}

/// What was just answered.
#[derive(Debug, Clone, Serialize)]
pub struct AnsweredView {
    /// The post.
    pub id: String,
    /// "Kept as no."
    pub text: String,
    /// The case that it became.
    pub case: Option<String>,
}
