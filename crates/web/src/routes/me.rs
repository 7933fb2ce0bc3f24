//! `POST /me/presence` and `POST /me/theme`.

use axum::response::{IntoResponse, Redirect};
use earshot_model::Presence;
use serde_json::json;

use crate::answer::done;
use crate::form::Form;
use crate::pages::frame::Theme;
use crate::problem::Answer;
use crate::session::Cookie;
use crate::visit::Desk;

/// Whether I take new cases.
pub(crate) async fn presence(desk: Desk, form: Form) -> Answer {
    let presence = form.read::<Presence>("presence")?;
    desk.visit.state.engage.set_presence(&desk.staff, presence).await?;
    let next = form.next().unwrap_or_else(|| "/cases".to_owned());
    Ok(done(&desk.visit, &next, json!({ "presence": presence })))
}

/// Light, dark or the system's, for this browser.
pub(crate) async fn theme(desk: Desk, form: Form) -> Answer {
    let theme = Theme::parse(form.text("theme"));
    let next = form.next().unwrap_or_else(|| "/cases".to_owned());
    let mut response = Redirect::to(&next).into_response();
    Cookie::Theme.set(&mut response, theme.word(), desk.visit.state.is_secure());
    Ok(response)
}
