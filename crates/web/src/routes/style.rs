//! `GET /style`: every part of the design on one page.

use crate::answer::page;
use crate::pages::styles::StylePage;
use crate::problem::Answer;
use crate::visit::Desk;

/// The page.
pub(crate) async fn show(desk: Desk) -> Answer {
    let frame = desk.visit.frame("/style").await;
    page(&StylePage::new(desk.visit.words, frame, desk.visit.state.tools.now()))
}
