//! `GET /cases` and `GET /cases/{id}`: the desk.

use earshot_engage::desk::CasePage;
use earshot_model::CaseId;

use crate::answer::page;
use crate::form::{Asked, At, Form};
use crate::pages::desk::DeskPage;
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
        desk.visit.state.engage.list(&desk.staff, which.list, which.shelf, which.page).await?;
    let list = show::list::list(&lens, &which, &found, None);
    page(&DeskPage { w: desk.visit.words, frame, list, case: None, customer: None })
}

/// A list with one of its cases open.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let id: CaseId = at.get("id")?;
    let (whole, _) = desk_page(&desk, id, &asked).await?;
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
    let open = engage.case_page(&desk.staff, id).await?;
    let found = engage.list(&desk.staff, which.list, which.shelf, which.page).await?;
    let list = show::list::list(&lens, &which, &found, Some(id));
    let case = show::case::case(desk, &lens, &open, asked.text("mode"), asked.text("done"));
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
