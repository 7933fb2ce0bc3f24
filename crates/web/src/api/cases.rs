//! `GET /api/v1/cases` and `GET /api/v1/cases/{id}`: list and case as JSON, with the same eyes as the
//! pages. Times are RFC 3339 in UTC.

use axum::Json;
use axum::response::IntoResponse;
use earshot_engage::desk::{Author, CasePage, CaseRow, POSTS, PostEntry};
use earshot_model::{CaseId, Time};
use serde_json::{Value, json};

use crate::form::{Asked, At};
use crate::problem::Answer;
use crate::show::which::Which;
use crate::visit::Desk;

/// A list of cases: `list`, `status` and `from` as on the desk.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    let which = Which::read(&asked, &desk.staff);
    let found =
        desk.visit.state.engage.list(&desk.staff, &which.list, which.shelf, which.page).await?;
    let next = found.more.then(|| which.page.offset + which.page.limit);
    let cases: Vec<Value> = found.rows.iter().map(row).collect();
    Ok(Json(json!({ "list": which.word, "status": which.status, "cases": cases, "next": next }))
        .into_response())
}

/// One case with its posts and notes.
pub(crate) async fn show(desk: Desk, at: At) -> Answer {
    let id: CaseId = at.get("id")?;
    let found = desk.visit.state.engage.case_page(&desk.staff, id, POSTS).await?;
    Ok(Json(whole(&found)).into_response())
}

fn time(at: Option<Time>) -> Value {
    at.map_or(Value::Null, |at| Value::String(at.to_string()))
}

fn row(case: &CaseRow) -> Value {
    json!({
        "id": case.id,
        "number": case.number,
        "subject": case.subject,
        "customer": case.person_name,
        "status": case.status,
        "queue": case.queue_id,
        "owner": case.owner_id,
        "channel": case.channel,
        "sentiment": case.sentiment,
        "first_due_at": time(case.first_due_at),
        "next_due_at": time(case.next_due_at),
        "opened_at": time(Some(case.opened_at)),
        "active_at": time(Some(case.active_at)),
        "snoozed_until": time(case.snoozed_until),
        "version": case.version,
    })
}

fn whole(page: &CasePage) -> Value {
    let case = &page.case;
    let posts: Vec<Value> = page.legs.iter().flat_map(|leg| leg.posts.iter().map(post)).collect();
    let note = |note: &earshot_engage::desk::Note| json!({ "id": note.id, "agent": note.agent_id, "text": note.text, "at": time(Some(note.created_at)) });
    json!({
        "id": case.id,
        "number": case.number,
        "subject": case.subject,
        "status": case.status,
        "customer": { "id": page.customer.person.id, "name": page.customer.person.display_name },
        "queue": page.queue.as_ref().map(|queue| json!({ "id": queue.id, "name": queue.name })),
        "owner": page.owner.as_ref().map(|owner| json!({ "id": owner.id, "name": owner.name })),
        "channel": case.channel,
        "sla": case.sla,
        "first_due_at": time(case.clocks.first_due_at),
        "next_due_at": time(case.clocks.next_due_at),
        "first_answered_at": time(case.clocks.first_answered_at),
        "opened_at": time(Some(case.opened_at)),
        "resolved_at": time(case.resolved_at),
        "version": case.version,
        "posts": posts,
        "tags": page.sorting.given.iter().map(|given| &given.tag).collect::<Vec<_>>(),
        "notes": page.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

fn post(entry: &PostEntry) -> Value {
    let post = &entry.post;
    let author = match entry.author {
        Author::Customer => "customer",
        Author::Onlooker => "onlooker",
        Author::Brand(_) => "brand",
    };
    json!({
        "id": post.id,
        "author": author,
        "handle": entry.identity.as_ref().map(|identity| &identity.handle),
        "name": entry.identity.as_ref().map(|identity| &identity.display_name),
        "audience": post.audience,
        "surface": post.surface,
        "state": post.state,
        "text": post.text,
        "url": post.url,
        "posted_at": time(Some(post.posted_at)),
        "sentiment": entry.sentiment,
    })
}
