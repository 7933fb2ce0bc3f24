//! `GET /help/listening-language`: the reference of the language of listeners and search.

use std::sync::LazyLock;

use comrak::{Options, markdown_to_html};

use crate::answer::page;
use crate::pages::help::HelpPage;
use crate::problem::Answer;
use crate::visit::Desk;

/// Our own text, so that what it becomes needs no cleaning.
static LANGUAGE: LazyLock<String> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    markdown_to_html(include_str!("../../../../docs/listening-language.md"), &options)
});

/// The page.
pub(crate) async fn language(desk: Desk) -> Answer {
    let w = desk.visit.words;
    let frame = desk.visit.frame("/listeners").await;
    page(&HelpPage { w, frame, text: LANGUAGE.clone() })
}
