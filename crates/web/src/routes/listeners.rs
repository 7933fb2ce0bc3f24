//! `GET` and `POST /listeners`, `POST /listeners/{id}`.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::acts::NewListener;
use earshot_engage::desk::ListenerRow as Row;
use earshot_model::{ListenerId, ListenerPurpose, Permission};
use earshot_record::search::Hit;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number};
use crate::pages::listeners::{Find, ListenerEditor, ListenerRow, ListenersPage};
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::runs::Run;
use crate::problem::{Answer, Problem};
use crate::routes::search::marks;
use crate::visit::Desk;
use crate::words::Words;

/// How many finds stand below the editor.
const FINDS: u16 = 5;

/// All listeners, and the editor of the one that `id=` names or of a new one.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let chosen = asked.text("id").parse().ok();
    page(&whole(&desk, chosen, None).await?)
}

/// Makes a listener. A query that cannot be read comes back with the reason.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let made = match typed(&form) {
        Ok(new) => desk.visit.state.engage.create_listener(&desk.staff, new).await,
        Err(problem) => return Err(problem),
    };
    match made {
        Ok(id) => {
            if form.text("active") != "true" {
                desk.visit.state.engage.pause_listener(&desk.staff, id, false).await?;
            }
            Ok(done(&desk.visit, &address(id), json!({ "id": id })))
        }
        Err(error) => refused(&desk, None, &form, error).await,
    }
}

/// Changes a listener.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: ListenerId = at.get("id")?;
    let engage = &desk.visit.state.engage;
    match engage.edit_listener(&desk.staff, id, typed(&form)?).await {
        Ok(()) => {
            engage.pause_listener(&desk.staff, id, form.text("active") == "true").await?;
            Ok(done(&desk.visit, &address(id), json!({ "id": id })))
        }
        Err(error) => refused(&desk, Some(id), &form, error).await,
    }
}

fn address(id: ListenerId) -> String {
    format!("/listeners?id={id}")
}

fn typed(form: &Form) -> Result<NewListener, Problem> {
    Ok(NewListener {
        name: form.text("name").to_owned(),
        purpose: form.read("purpose")?,
        query: form.text("query").to_owned(),
    })
}

async fn refused(desk: &Desk, id: Option<ListenerId>, form: &Form, error: Error) -> Answer {
    let about_form = matches!(error, Error::Query(_) | Error::Invalid { .. } | Error::Taken { .. });
    if desk.visit.json || !about_form {
        return Err(error.into());
    }
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &whole(desk, id, Some((form, error.to_string()))).await?,
    )
}

async fn whole(
    desk: &Desk,
    chosen: Option<ListenerId>,
    refused: Option<(&Form, String)>,
) -> Result<ListenersPage, Problem> {
    let frame = desk.visit.frame("/listeners").await;
    let w = desk.visit.words;
    let all = desk.visit.state.engage.listeners(&desk.staff).await?;
    let current = all.iter().find(|row| Some(row.listener.id) == chosen);
    let may_write = desk.staff.eyes.holds(Permission::ListenerWrite);
    let finds = match current {
        Some(row) => finds(desk, &row.listener.query).await,
        None => Vec::new(),
    };
    let editor = may_write.then(|| editor(w, current, refused, finds));
    let lens = desk.visit.lens();
    let listeners = all.iter().map(|row| line(&lens, row, chosen)).collect();
    Ok(ListenersPage { w, frame, listeners, editor })
}

/// The newest posts that this query finds, as far as this agent may see them. A query about verdicts
/// is no search; it shows none.
async fn finds(desk: &Desk, query: &str) -> Vec<Find> {
    let (state, staff) = (&desk.visit.state, &desk.staff);
    let found = state.record.search(staff.org, &staff.eyes, query, FINDS).await;
    let Ok(found) = found else { return Vec::new() };
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let find = |hit: &Hit| Find {
        channel: ChannelMark::of(w, &hit.post.channel, Some(hit.post.surface)),
        runs: Run::split(&hit.post.text, &marks(hit)),
        language: hit.post.claimed_language.clone(),
        by: hit.post.person_name.clone(),
        when: lens.when(hit.post.posted_at),
    };
    found.posts.iter().map(find).collect()
}

fn line(lens: &Lens, row: &Row, chosen: Option<ListenerId>) -> ListenerRow {
    let w = lens.w;
    let listener = &row.listener;
    ListenerRow {
        id: listener.id.to_string(),
        href: address(listener.id),
        name: listener.name.clone(),
        purpose: Chip::plain(w.t(format!("purpose-{}", listener.purpose))),
        query: listener.query.clone(),
        hits: w.t1("listener-hits", "n", number(w, row.hits)),
        last: row.last.map(|last| lens.when(last)),
        active: listener.active,
        current: Some(listener.id) == chosen,
    }
}

fn editor(
    w: Words,
    current: Option<&Row>,
    refused: Option<(&Form, String)>,
    finds: Vec<Find>,
) -> ListenerEditor {
    let known = current.map(|row| &row.listener);
    let (form, fault) = refused.unzip();
    let text = |name, stored: Option<&String>| match form {
        Some(form) => form.text(name).to_owned(),
        None => stored.cloned().unwrap_or_default(),
    };
    let purpose = match form {
        Some(form) => form.text("purpose").parse().ok(),
        None => known.map(|listener| listener.purpose),
    };
    let purposes = ListenerPurpose::ALL.iter().map(|choice| Choice {
        value: choice.word().to_owned(),
        label: w.t(format!("purpose-{choice}")),
        chosen: Some(*choice) == purpose,
    });
    ListenerEditor {
        action: known.map_or_else(
            || "/listeners".to_owned(),
            |listener| format!("/listeners/{}", listener.id),
        ),
        name: text("name", known.map(|listener| &listener.name)),
        purposes: purposes.collect(),
        query: text("query", known.map(|listener| &listener.query)),
        fault,
        active: match form {
            Some(form) => form.text("active") == "true",
            None => known.is_none_or(|listener| listener.active),
        },
        fresh: known.is_none(),
        finds,
    }
}
