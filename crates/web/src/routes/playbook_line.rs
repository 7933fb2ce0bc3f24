//! `/playbook/draft/lines`: one line of the draft. A form that is sent to be checked changes nothing, and
//! comes back as it was typed, with what the line would catch.

use earshot_engage::Error;
use earshot_engage::playbook::{LineEdit, Refusal};
use serde_json::json;

use super::playbook_draft::{must, status};
use crate::answer::{done, page, page_with};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::show::book::line::whole;
use crate::show::book::typed::Typed;
use crate::visit::Desk;

/// The editor of a line, or of a new one.
pub(crate) async fn show(desk: Desk, at: At) -> Answer {
    let book = must(&desk).await?;
    let which: String = at.get("line")?;
    let typed = if which == "new" {
        Typed::fresh(&book.document)
    } else {
        let number = which.parse().map_err(|_| Problem::not_found())?;
        let line = book.document.line(number).ok_or_else(Problem::not_found)?;
        Typed::of(line, &book.document)
    };
    page(&whole(&desk, &book, typed, None).await?)
}

/// Stores a line, or shows how it would do.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let mut typed = Typed::read(&form);
    let act = form.text("act");
    if act != "save" {
        let book = must(&desk).await?;
        typed.reshape(act, &book.document);
        return page(&whole(&desk, &book, typed, None).await?);
    }
    let refusal = match typed.line() {
        Ok(line) => {
            let (was, seen) = (typed.was.parse().ok(), typed.seen.clone());
            let number = line.number;
            let edit = LineEdit { was, seen, line };
            match desk.visit.state.engage.save_line(&desk.staff, edit).await {
                Ok(()) => {
                    let to = format!("/playbook/draft?done=line#line-{number}");
                    return Ok(done(&desk.visit, &to, json!({ "line": number })));
                }
                Err(Error::Playbook(refusal)) if !desk.visit.json => Some(*refusal),
                Err(other) => return Err(other.into()),
            }
        }
        Err(_) if desk.visit.json => return Err(Problem::invalid("line", "the line is not whole")),
        Err(_) => None,
    };
    let book = must(&desk).await?;
    let status = refusal
        .as_ref()
        .map_or(axum::http::StatusCode::UNPROCESSABLE_ENTITY, |refusal: &Refusal| status(refusal));
    page_with(status, &whole(&desk, &book, typed, refusal.as_ref()).await?)
}

/// Takes a line out of the draft.
pub(crate) async fn remove(desk: Desk, at: At, form: Form) -> Answer {
    let number: i64 = at.get("line")?;
    match desk.visit.state.engage.remove_line(&desk.staff, number, form.text("seen")).await {
        Ok(()) => Ok(done(&desk.visit, "/playbook/draft?done=removed", json!({ "line": number }))),
        Err(Error::Playbook(refusal)) if !desk.visit.json => {
            let book = must(&desk).await?;
            let line = book.document.line(number).ok_or_else(Problem::not_found)?;
            let typed = Typed::of(line, &book.document);
            page_with(status(&refusal), &whole(&desk, &book, typed, Some(&refusal)).await?)
        }
        Err(other) => Err(other.into()),
    }
}
