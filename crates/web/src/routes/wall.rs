//! `GET /wall`: the supervisor's wall.

use crate::answer::page;
use crate::problem::Answer;
use crate::show::wall::wall;
use crate::visit::Desk;

/// The page.
pub(crate) async fn show(desk: Desk) -> Answer {
    let found = desk.visit.state.engage.wall(&desk.staff).await?;
    page(&wall(&desk, &found).await)
}
