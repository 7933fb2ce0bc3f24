//! `GET /cases` and `GET /cases/{id}`: the desk.

use earshot_engage::desk::{CasePage, POSTS};
use earshot_model::CaseId;

use crate::answer::page;
use crate::form::{Asked, At, Form};
use crate::pages::desk::DeskPage;
use crate::pages::post::Item;
use crate::problem::{Answer, Problem};
use crate::show;
use crate::show::which::Which;
use crate::visit::Desk;

/// A list of cases.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    let which = Which::read(&asked, &desk.staff);
    // The frame first: its number in the log must not be newer than what the page shows.
    let frame = desk.visit.frame(&which.word).await;
    let lens = desk.visit.lens();
    let found =
        desk.visit.state.engage.list(&desk.staff, &which.list, which.shelf, which.page).await?;
    let list = show::list::list(&lens, &which, &found, None);
    page(&DeskPage { w: desk.visit.words, frame, list, case: None, customer: None })
}

/// A list with one of its cases open.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let id: CaseId = at.get("id")?;
    let (whole, open) = desk_page(&desk, id, &asked).await?;
    desk.visit.state.engage.mark_read(&desk.staff, &open).await?;
    page(&whole)
}

/// The desk with this case open; replies that were refused show it again with the reason.
pub(crate) async fn desk_page(
    desk: &Desk,
    id: CaseId,
    asked: &Form,
) -> Result<(DeskPage, CasePage), Problem> {
    let which = Which::read(asked, &desk.staff);
    let frame = desk.visit.frame(&which.word).await;
    let lens = desk.visit.lens();
    let engage = &desk.visit.state.engage;
    let posts = asked.text("posts").parse().unwrap_or(POSTS);
    let open = engage.case_page(&desk.staff, id, posts).await?;
    let found = engage.list(&desk.staff, &which.list, which.shelf, which.page).await?;
    let list = show::list::list(&lens, &which, &found, Some(id));
    let mut case = show::case::case(desk, &lens, &open, asked.text("mode"), asked.text("done"));
    // The reader stays at the post that was the oldest until now.
    case.earlier = open.earlier.map(|posts| {
        let oldest = case.items.iter().find_map(Item::post_id);
        let here = oldest.map(|id| format!("#p-{id}")).unwrap_or_default();
        format!("/cases/{id}?{}&posts={posts}{here}", which.query())
    });
    let customer = show::customer::customer(&lens, &open);
    let page = DeskPage {
        w: desk.visit.words,
        frame,
        list,
        case: Some(Box::new(case)),
        customer: Some(Box::new(customer)),
    };
    Ok((page, open))
}
