//! `GET /keys`: every key that acts somewhere.

use crate::answer::page;
use crate::pages::keys::KeysPage;
use crate::problem::Answer;
use crate::visit::Desk;

/// The page.
pub(crate) async fn show(desk: Desk) -> Answer {
    page(&KeysPage { w: desk.visit.words, frame: desk.visit.frame("/keys").await })
}
