//! `GET /approvals` and `POST /cases/{id}/replies/{outbox}/approval`: a colleague's answer goes, or goes back.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::reply::ReplyRefusal;
use earshot_model::{CaseId, OutboxId, Time};
use serde_json::json;

use super::refused::refused;
use crate::answer::{Back, done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Notice;
use crate::problem::{Answer, Problem};
use crate::show::approvals::approvals;
use crate::visit::Desk;

/// Where it stands.
const PATH: &str = "/approvals";

/// The answers that wait for the reader's word.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let found = desk.visit.state.engage.approvals(&desk.staff).await?;
    let key = match asked.text("done") {
        "given" => Some("approval-given"),
        "returned" => Some("approval-returned"),
        _ => None,
    };
    let notice = key.map(|key| Notice { tone: "good", text: desk.visit.words.t(key) });
    page(&approvals(&desk, &found, notice).await)
}

/// Decides. `decision` is `given` or `returned`, the latter with a `remark`.
pub(crate) async fn decide(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, OutboxId) = (at.get("id")?, at.get("outbox")?);
    let engage = &desk.visit.state.engage;
    let word = form.text("decision");
    let decided = match word {
        "given" => {
            let seen = form.text("spoke").parse().ok().filter(|at| *at > 0).map(Time);
            engage.approve_reply(&desk.staff, case, id, seen).await.map(|_| ())
        }
        "returned" => engage.return_reply(&desk.staff, case, id, form.text("remark")).await,
        _ => return Err(Problem::invalid("decision", "decision is given or returned")),
    };
    let here = form.next().is_some_and(|next| next.starts_with(PATH));
    match decided {
        Ok(()) if here => {
            Ok(done(&desk.visit, &format!("{PATH}?done={word}"), json!({ "approval": word })))
        }
        Ok(()) => {
            Ok(done(&desk.visit, &back.to_case(&form, case, ""), json!({ "approval": word })))
        }
        // On the page of answers a colleague who was faster is news, not an error.
        Err(
            refusal @ (ReplyRefusal::TooLate { .. }
            | ReplyRefusal::SpokeSince
            | ReplyRefusal::Closed),
        ) if here && !desk.visit.json => {
            let key = match refusal {
                ReplyRefusal::SpokeSince => "approval-spoke-since",
                ReplyRefusal::Closed => "approval-closed",
                _ => "approval-decided",
            };
            again(&desk, StatusCode::CONFLICT, desk.visit.words.t(key)).await
        }
        Err(ReplyRefusal::Act(error @ Error::Invalid { .. })) if here && !desk.visit.json => {
            again(&desk, StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).await
        }
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

async fn again(desk: &Desk, status: StatusCode, text: String) -> Answer {
    let found = desk.visit.state.engage.approvals(&desk.staff).await?;
    page_with(status, &approvals(desk, &found, Some(Notice { tone: "bad", text })).await)
}
