//! `GET` and `POST /me/password`: one's own password.

use axum::http::StatusCode;
use earshot_engage::Error;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::case::Notice;
use crate::pages::person::PasswordPage;
use crate::problem::Answer;
use crate::visit::Desk;

/// The form.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let notice = (asked.text("done") == "kept")
        .then(|| Notice { tone: "good", text: desk.visit.words.t("password-kept") });
    page(&whole(&desk, notice).await)
}

/// Changes it. What was typed is never shown again.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let engage = &desk.visit.state.engage;
    let (current, new) = (form.text("current"), form.text("password"));
    let changed = if form.text("again") == new {
        engage.change_password(&desk.staff, current, new).await
    } else {
        let problem = desk.visit.words.t("password-differ");
        Err(Error::Invalid { field: "again", problem })
    };
    match changed {
        Ok(()) => Ok(done(&desk.visit, "/me/password?done=kept", json!({ "changed": true }))),
        Err(error @ (Error::Invalid { .. } | Error::TooManyLogins { .. })) if !desk.visit.json => {
            let (status, text) = match &error {
                Error::Invalid { problem, .. } => {
                    (StatusCode::UNPROCESSABLE_ENTITY, problem.clone())
                }
                other => (StatusCode::TOO_MANY_REQUESTS, other.to_string()),
            };
            page_with(status, &whole(&desk, Some(Notice { tone: "bad", text })).await)
        }
        Err(error) => Err(error.into()),
    }
}

async fn whole(desk: &Desk, notice: Option<Notice>) -> PasswordPage {
    PasswordPage {
        w: desk.visit.words,
        frame: desk.visit.frame("/me/password").await,
        notice,
        email: desk.staff.agent.email.clone(),
    }
}
