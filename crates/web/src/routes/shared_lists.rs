//! `GET` and `POST /listeners/lists`, `/listeners/lists/new`, `/listeners/lists/{id}` and its
//! `/removal`: lists that listeners share.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::acts::NewList;
use earshot_engage::desk::{NamedBy, SharedList};
use earshot_model::{ListId, Permission};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{At, Form};
use crate::pages::format::{Lens, number};
use crate::pages::shared_lists::{SharedListPage, SharedListRow, SharedListsPage};
use crate::problem::{Answer, Problem};
use crate::routes::listeners::tabs;
use crate::visit::Desk;

const PATH: &str = "/listeners/lists";

/// What stands in the form, and what is wrong with it.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    words: String,
    name_fault: Option<String>,
    words_fault: Option<String>,
}

/// All lists.
pub(crate) async fn show(desk: Desk) -> Answer {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let lists = desk.visit.state.engage.shared_lists(&desk.staff).await?;
    page(&SharedListsPage {
        w,
        frame: desk.visit.frame("/listeners").await,
        tabs: tabs(w, PATH),
        may_write: desk.staff.eyes.holds(Permission::ListenerWrite),
        lists: lists.iter().map(|shared| row(&lens, shared)).collect(),
    })
}

/// An empty editor.
pub(crate) async fn new(desk: Desk) -> Answer {
    page(&editor(&desk, None, Typed::default()).await)
}

/// The editor of a list.
pub(crate) async fn edit(desk: Desk, at: At) -> Answer {
    let stored = find(&desk, at.get("id")?).await?;
    let (name, words) = (stored.list.name.clone(), stored.list.words.clone());
    page(&editor(&desk, Some(&stored), Typed { name, words, ..Typed::default() }).await)
}

/// Makes a list.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let typed = typed(&form);
    match desk.visit.state.engage.create_list(&desk.staff, list(&typed)).await {
        Ok(id) => Ok(done(&desk.visit, &format!("{PATH}/{id}"), json!({ "id": id }))),
        Err(error) => refused(&desk, None, typed, error).await,
    }
}

/// Changes a list.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: ListId = at.get("id")?;
    let typed = typed(&form);
    match desk.visit.state.engage.edit_list(&desk.staff, id, list(&typed)).await {
        Ok(()) => Ok(done(&desk.visit, &format!("{PATH}/{id}"), json!({ "id": id }))),
        Err(error) => {
            let stored = find(&desk, id).await?;
            refused(&desk, Some(&stored), typed, error).await
        }
    }
}

/// Removes a list that nobody uses.
pub(crate) async fn remove(desk: Desk, at: At) -> Answer {
    let id: ListId = at.get("id")?;
    desk.visit.state.engage.remove_list(&desk.staff, id).await?;
    Ok(done(&desk.visit, PATH, json!({ "id": id })))
}

async fn find(desk: &Desk, id: ListId) -> Result<SharedList, Problem> {
    Ok(desk.visit.state.engage.shared_list(&desk.staff, id).await?)
}

fn typed(form: &Form) -> Typed {
    Typed {
        name: form.text("name").to_owned(),
        words: form.text("words").replace("\r\n", "\n"),
        ..Typed::default()
    }
}

fn list(typed: &Typed) -> NewList {
    NewList { name: typed.name.clone(), words: typed.words.clone() }
}

fn row(lens: &Lens, shared: &SharedList) -> SharedListRow {
    let list = &shared.list;
    let lines = list.words.lines().filter(|line| !line.trim().is_empty()).count();
    SharedListRow {
        href: format!("{PATH}/{}", list.id),
        name: list.name.clone(),
        words: list.words.split_whitespace().collect::<Vec<_>>().join(" "),
        lines: number(lens.w, i64::try_from(lines).unwrap_or(i64::MAX)),
        used_by: users(shared).join(", "),
        changed: lens.when(list.updated_at),
    }
}

fn users(shared: &SharedList) -> Vec<String> {
    shared.used_by.iter().map(|NamedBy { name, .. }| name.clone()).collect()
}

async fn editor(desk: &Desk, stored: Option<&SharedList>, typed: Typed) -> SharedListPage {
    SharedListPage {
        w: desk.visit.words,
        frame: desk.visit.frame("/listeners").await,
        action: stored
            .map_or_else(|| PATH.to_owned(), |stored| format!("{PATH}/{}", stored.list.id)),
        fresh: stored.is_none(),
        may_write: desk.staff.eyes.holds(Permission::ListenerWrite),
        title: stored.map(|stored| stored.list.name.clone()).unwrap_or_default(),
        spelling: stored.map(|s| format!("list:\"{}\"", s.list.name)).unwrap_or_default(),
        used_by: stored.map(users).unwrap_or_default(),
        name: typed.name,
        words: typed.words,
        name_fault: typed.name_fault,
        words_fault: typed.words_fault,
    }
}

async fn refused(
    desk: &Desk,
    stored: Option<&SharedList>,
    mut typed: Typed,
    error: Error,
) -> Answer {
    let w = desk.visit.words;
    match &error {
        _ if desk.visit.json => return Err(error.into()),
        Error::Query(fault) => {
            // The place as the editor shows it: by line.
            let at = usize::try_from(fault.at.start).unwrap_or(usize::MAX);
            let before = typed.words.get(..at.min(typed.words.len())).unwrap_or(&typed.words);
            let line = before.matches('\n').count() + 1;
            let text = format!("{}. {}", fault.reason(), fault.fix());
            typed.words_fault = Some(w.t2("list-fault", "line", line.to_string(), "text", text));
        }
        Error::Invalid { field: "words", problem } => typed.words_fault = Some(problem.clone()),
        Error::Taken { .. } => typed.name_fault = Some(w.t("list-name-taken")),
        Error::Invalid { field: "name", .. } => typed.name_fault = Some(w.t("list-name-missing")),
        Error::InUse { by } => {
            typed.name_fault = Some(w.t1("list-name-used", "names", by.as_str()));
        }
        _ => return Err(error.into()),
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &editor(desk, stored, typed).await)
}
