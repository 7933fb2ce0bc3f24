//! `/crisis`: plans are prepared, rehearsed, put to work and ended.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::crisis::{Crisis, CrisisPage, TypedPlan};
use earshot_model::CrisisId;
use earshot_record::Query;
use earshot_record::crisis::{Rehearsed, Tried};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Notice;
use crate::problem::{Answer, Problem};
use crate::show::crisis::{self, SPANS};
use crate::visit::Desk;

/// Where it stands.
const PATH: &str = "/crisis";
/// How far back a rehearsal looks where nobody says, in hours.
const USUAL: u32 = 24;

/// All plans.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    let found = desk.visit.state.engage.crises(&desk.staff).await?;
    page(&crisis::all(&desk, &found, told(&desk, &asked)).await)
}

/// What was just done.
fn told(desk: &Desk, asked: &Form) -> Option<Notice> {
    let w = desk.visit.words;
    let number = |name: &str| asked.text(name).parse::<i64>().unwrap_or(0);
    let text = match asked.text("done") {
        "ended" => w.t2("crisis-ended", "gone", number("gone"), "waiting", number("waiting")),
        word @ ("saved" | "started" | "removed") => w.t(format!("crisis-{word}")),
        _ => return None,
    };
    Some(Notice { tone: "good", text })
}

/// An empty form.
pub(crate) async fn new(desk: Desk) -> Answer {
    let found = desk.visit.state.engage.crises(&desk.staff).await?;
    let typed = TypedPlan { urgent: true, word_from: "supervisor".into(), ..TypedPlan::default() };
    let form = crisis::Form { id: None, typed: &typed, rehearsed: None, notice: None };
    page(&crisis::plan(&desk, &found, form).await)
}

/// A plan with its rehearsal; `hours` says how far back.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let id: CrisisId = at.get("plan")?;
    let found = desk.visit.state.engage.crises(&desk.staff).await?;
    let stored = found.plan(id).ok_or_else(Problem::not_found)?;
    let hours = asked.text("hours").parse().ok().filter(|hours| SPANS.contains(hours));
    let hours = hours.unwrap_or(USUAL);
    let rehearsed = rehearse(&desk, &found, stored, hours).await?;
    let form = crisis::Form {
        id: Some(id),
        typed: &TypedPlan::of(stored),
        rehearsed: rehearsed.as_ref().map(|run| (run, hours)),
        notice: told(&desk, &asked),
    };
    page(&crisis::plan(&desk, &found, form).await)
}

/// Runs the plan over what is stored; nothing where its words cannot be read any more.
async fn rehearse(
    desk: &Desk,
    found: &CrisisPage,
    plan: &Crisis,
    hours: u32,
) -> Result<Option<Rehearsed>, Problem> {
    let (state, staff) = (&desk.visit.state, &desk.staff);
    let names = state.engage.names_in(staff, &plan.words).await?;
    let Ok(query) = Query::parse_with(&plan.words, &names, None) else { return Ok(None) };
    let queue = found.queues.iter().find(|queue| queue.key == plan.queue);
    let tried = Tried {
        query,
        queue: queue.map(|queue| queue.id),
        urgent: plan.urgent,
        read_first: !plan.word_from.is_empty(),
    };
    let range = state.record.last_hours(hours);
    let run = state.record.rehearse_crisis(staff.org, &staff.eyes, &tried, range).await;
    run.map(Some).map_err(Problem::broken)
}

fn typed(form: &Form) -> TypedPlan {
    let text = |name: &str| form.text(name).to_owned();
    TypedPlan {
        name: text("name"),
        words: text("words"),
        tag: text("tag"),
        queue: text("queue"),
        urgent: form.text("urgent") == "true",
        word_from: text("word_from"),
        notice: text("notice"),
        holding: text("holding"),
        version: form.text("version").parse().unwrap_or(0),
    }
}

/// Saves a new plan.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    save(desk, None, &form).await
}

/// Saves a plan.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: CrisisId = at.get("plan")?;
    save(desk, Some(id), &form).await
}

async fn save(desk: Desk, id: Option<CrisisId>, form: &Form) -> Answer {
    let (engage, typed) = (&desk.visit.state.engage, typed(form));
    match engage.save_crisis(&desk.staff, id, typed.clone()).await {
        Ok(id) => {
            heard(&desk).await;
            Ok(done(&desk.visit, &format!("{PATH}/{id}?done=saved"), json!({ "id": id })))
        }
        Err(error @ (Error::Invalid { .. } | Error::Query(_))) if !desk.visit.json => {
            let found = engage.crises(&desk.staff).await?;
            let notice = Some(Notice { tone: "bad", text: error.to_string() });
            let form = crisis::Form { id, typed: &typed, rehearsed: None, notice };
            let shown = crisis::plan(&desk, &found, form).await;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a plan away.
pub(crate) async fn remove(desk: Desk, at: At) -> Answer {
    let id: CrisisId = at.get("plan")?;
    let removed = desk.visit.state.engage.remove_crisis(&desk.staff, id).await;
    after(&desk, removed.map(|()| format!("{PATH}?done=removed")), json!({ "removed": true })).await
}

/// Puts a plan to work.
pub(crate) async fn start(desk: Desk, at: At) -> Answer {
    let id: CrisisId = at.get("plan")?;
    let started = desk.visit.state.engage.start_crisis(&desk.staff, id).await;
    heard(&desk).await;
    after(&desk, started.map(|()| format!("{PATH}?done=started")), json!({ "started": true })).await
}

/// Ends a crisis; with `let_go`, answers that waited because of it go.
pub(crate) async fn end(desk: Desk, at: At, form: Form) -> Answer {
    let id: CrisisId = at.get("plan")?;
    let let_go = form.text("let_go") == "true";
    let ended = desk.visit.state.engage.end_crisis(&desk.staff, id, let_go).await?;
    heard(&desk).await;
    let to = format!("{PATH}?done=ended&gone={}&waiting={}", ended.gone, ended.waiting);
    Ok(done(&desk.visit, &to, json!({ "let_go": ended.gone, "waiting": ended.waiting })))
}

/// The next post is decided by what holds now; other servers hear of it within seconds.
async fn heard(desk: &Desk) {
    desk.visit.state.listen.look_again(desk.staff.org).await;
}

/// Where it goes on; a refusal is told on the page of plans.
async fn after(desk: &Desk, acted: Result<String, Error>, body: serde_json::Value) -> Answer {
    match acted {
        Ok(to) => Ok(done(&desk.visit, &to, body)),
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            let found = desk.visit.state.engage.crises(&desk.staff).await?;
            let notice = Some(Notice { tone: "bad", text: error.to_string() });
            let shown = crisis::all(desk, &found, notice).await;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}
