//! What the draft changes, and the way to work: remarks, replays, signatures, activation.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::playbook::Refusal;
use earshot_model::CommentId;
use serde_json::json;

use super::playbook_draft::{bad, find, must, status};
use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::problem::{Answer, Problem};
use crate::show::book::{changes, notice};
use crate::visit::Desk;

const HERE: &str = "/playbook/draft/changes";

/// What the draft changes. Where there is none, the page that begins one.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let Some(book) = find(&desk).await? else {
        return Ok(done(&desk.visit, "/playbook/draft", json!({ "draft": null })));
    };
    let notice = notice(desk.visit.words, asked.text("done"));
    page(&changes::page(&desk, &book, notice).await?)
}

/// Asks for a replay.
pub(crate) async fn replay(desk: Desk, form: Form) -> Answer {
    let days: i64 = form.read("days")?;
    match desk.visit.state.engage.ask_replay(&desk.staff, days).await {
        Ok(id) => Ok(done(&desk.visit, HERE, json!({ "id": id }))),
        Err(Error::NotFound("stored post")) if !desk.visit.json => {
            let book = must(&desk).await?;
            let notice = bad(desk.visit.words.t("book-replay-no-posts"));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page_with(status, &changes::page(&desk, &book, notice).await?)
        }
        Err(error) => refused(&desk, error).await,
    }
}

/// Says something about the draft.
pub(crate) async fn comment(desk: Desk, form: Form) -> Answer {
    let line: Option<i64> = form.maybe("line")?;
    let text = form.text("text");
    let id = desk.visit.state.engage.comment_draft(&desk.staff, line, text).await?;
    Ok(done(&desk.visit, &next(&form), json!({ "id": id })))
}

/// Settles a remark.
pub(crate) async fn settle_comment(desk: Desk, at: At, form: Form) -> Answer {
    let id: CommentId = at.get("comment")?;
    desk.visit.state.engage.settle_comment(&desk.staff, id).await?;
    Ok(done(&desk.visit, &next(&form), json!({ "id": id })))
}

/// The page that a remark was written on.
fn next(form: &Form) -> String {
    form.next().filter(|next| next.starts_with("/playbook/")).unwrap_or_else(|| HERE.to_owned())
}

/// Signs the draft for a department.
pub(crate) async fn sign(desk: Desk, form: Form) -> Answer {
    let (department, seen) = (form.text("department"), form.text("seen"));
    match desk.visit.state.engage.sign_draft(&desk.staff, department, seen).await {
        Ok(()) => {
            let to = format!("{HERE}?done=signed");
            Ok(done(&desk.visit, &to, json!({ "department": department })))
        }
        Err(error) => refused(&desk, error).await,
    }
}

/// Takes a department's signature back.
pub(crate) async fn withdraw(desk: Desk, form: Form) -> Answer {
    let department = form.text("department");
    match desk.visit.state.engage.withdraw_signature(&desk.staff, department).await {
        Ok(()) => {
            let to = format!("{HERE}?done=withdrawn");
            Ok(done(&desk.visit, &to, json!({ "department": department })))
        }
        Err(error) => refused(&desk, error).await,
    }
}

/// Lets the draft decide, from the next post on.
pub(crate) async fn activate(desk: Desk, form: Form) -> Answer {
    match desk.visit.state.engage.activate_draft(&desk.staff, form.text("seen")).await {
        Ok(version) => {
            desk.visit.state.listen.look_again(desk.staff.org).await;
            let body = json!({ "version": version });
            Ok(done(&desk.visit, "/playbook?done=activated", body))
        }
        Err(error) => refused(&desk, error).await,
    }
}

/// The page again, with why it was not done.
pub(super) async fn refused(desk: &Desk, error: Error) -> Answer {
    let refusal = match error {
        Error::Playbook(refusal) if !desk.visit.json => *refusal,
        other => return Err(other.into()),
    };
    let w = desk.visit.words;
    let text = match &refusal {
        Refusal::NoDraft => return Err(Problem::not_found()),
        Refusal::DraftChanged => w.t("book-conflict-draft"),
        Refusal::NotSigned(_) => w.t("book-unsigned"),
        other => other.to_string(),
    };
    let book = must(desk).await?;
    page_with(status(&refusal), &changes::page(desk, &book, bad(text)).await?)
}
