//! `GET /listeners/new`, `GET` and `POST /listeners/{id}`, `POST /listeners`: the editor.
//!
//! A form that is sent to be checked or tried changes nothing and comes back as it was typed, with
//! how its query is read and what it would find.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::acts::NewListener;
use earshot_engage::desk::Listener;
use earshot_model::{ListenerId, ListenerPurpose};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::listener::ListenerPage;
use crate::problem::{Answer, Problem};
use crate::show::listener::{Beside, Typed, whole};
use crate::show::reading::formatted;
use crate::visit::Desk;

/// An empty editor.
pub(crate) async fn new(desk: Desk) -> Answer {
    let typed = Typed { purpose: Some(ListenerPurpose::Brand), active: true, ..Typed::default() };
    page(&whole(&desk, None, typed, Beside::AtWork).await?)
}

/// The editor of a listener, with its query or the one of `version=`.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let stored = find(&desk, at.get("id")?).await?;
    let mut typed = Typed::stored(&stored);
    if let Ok(version) = asked.text("version").parse::<i64>() {
        let versions = desk.visit.state.record.versions(desk.staff.org, stored.id).await;
        let versions = versions.map_err(Problem::broken)?;
        let earlier = versions.into_iter().find(|earlier| earlier.version == version);
        typed.query = earlier.ok_or_else(Problem::not_found)?.query;
    }
    page(&whole(&desk, Some(&stored), typed, Beside::AtWork).await?)
}

/// Makes a listener, or shows how it would do.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let typed = typed(&form);
    if !saves(&form) {
        return look(&desk, None, typed, &form).await;
    }
    if let Some(first) = unseen(&desk, None, &typed, &form).await? {
        return page(&first);
    }
    match desk.visit.state.engage.create_listener(&desk.staff, listener(&typed)?).await {
        Ok(id) => Ok(done(&desk.visit, &address(id), json!({ "id": id }))),
        Err(error) => refused(&desk, None, typed, error).await,
    }
}

/// Changes a listener, or shows how the change would do.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: ListenerId = at.get("id")?;
    let typed = typed(&form);
    if !saves(&form) {
        let stored = find(&desk, id).await?;
        return look(&desk, Some(&stored), typed, &form).await;
    }
    if !desk.visit.json {
        let stored = find(&desk, id).await?;
        if let Some(first) = unseen(&desk, Some(&stored), &typed, &form).await? {
            return page(&first);
        }
    }
    match desk.visit.state.engage.edit_listener(&desk.staff, id, listener(&typed)?).await {
        Ok(()) => Ok(done(&desk.visit, &address(id), json!({ "id": id }))),
        Err(error) => {
            let stored = find(&desk, id).await?;
            refused(&desk, Some(&stored), typed, error).await
        }
    }
}

async fn find(desk: &Desk, id: ListenerId) -> Result<Listener, Problem> {
    let all = desk.visit.state.engage.listeners(&desk.staff).await?;
    all.into_iter().find(|row| row.id == id).ok_or_else(Problem::not_found)
}

fn address(id: ListenerId) -> String {
    format!("/listeners/{id}")
}

/// A form that asks to be checked, tried, mended or formatted is not stored.
fn saves(form: &Form) -> bool {
    !matches!(form.text("act"), "check" | "read" | "try" | "format") && form.text("fix").is_empty()
}

/// What stands in the form. A button that mends a fault carries the mended query.
fn typed(form: &Form) -> Typed {
    let mended = Some(form.text("fix")).filter(|fix| !fix.is_empty());
    Typed {
        name: form.text("name").to_owned(),
        purpose: form.text("purpose").parse().ok(),
        query: mended.unwrap_or_else(|| form.text("query")).replace("\r\n", "\n"),
        active: form.text("active") == "true",
        name_fault: None,
    }
}

/// A query goes to work once somebody has seen what it finds: the page that shows it, where they have not.
async fn unseen(
    desk: &Desk,
    stored: Option<&Listener>,
    typed: &Typed,
    form: &Form,
) -> Result<Option<ListenerPage>, Problem> {
    let works = stored.is_some_and(|stored| stored.active && stored.query == typed.query);
    let seen = form.text("tried").replace("\r\n", "\n") == typed.query;
    if desk.visit.json || !typed.active || works || seen {
        return Ok(None);
    }
    let mut page = whole(desk, stored, typed.clone(), Beside::Tried).await?;
    page.notice = Some(desk.visit.words.t("listener-look-first"));
    // What cannot be read is refused as such.
    Ok(page.reading.fault.is_none().then_some(page))
}

fn listener(typed: &Typed) -> Result<NewListener, Problem> {
    let purpose = typed
        .purpose
        .ok_or_else(|| Problem::invalid("purpose", "purpose is missing or cannot be read"))?;
    Ok(NewListener {
        name: typed.name.clone(),
        purpose,
        query: typed.query.clone(),
        active: typed.active,
    })
}

async fn look(desk: &Desk, stored: Option<&Listener>, mut typed: Typed, form: &Form) -> Answer {
    if form.text("act") == "format" {
        let names = desk.visit.state.engage.names_in(&desk.staff, &typed.query).await?;
        let own = Some(typed.name.as_str()).filter(|name| !name.trim().is_empty());
        typed.query = formatted(&typed.query, &names, own);
    }
    let beside = match form.text("act") {
        _ if !form.text("fix").is_empty() => Beside::AtWork,
        "try" => Beside::Tried,
        "read" => Beside::Nothing,
        _ => Beside::AtWork,
    };
    page(&whole(desk, stored, typed, beside).await?)
}

async fn refused(desk: &Desk, stored: Option<&Listener>, mut typed: Typed, error: Error) -> Answer {
    let w = desk.visit.words;
    match &error {
        _ if desk.visit.json => return Err(error.into()),
        Error::Query(_) => {}
        Error::Taken { .. } => typed.name_fault = Some(w.t("listener-name-taken")),
        Error::Invalid { field: "name", .. } => {
            typed.name_fault = Some(w.t("listener-name-missing"));
        }
        _ => return Err(error.into()),
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &whole(desk, stored, typed, Beside::AtWork).await?)
}
