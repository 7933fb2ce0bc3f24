//! `GET /listeners`, `POST /listeners/{id}/pause`.

use earshot_engage::desk::Listener;
use earshot_model::{ListenerId, ListenerPurpose, Permission};
use serde_json::json;

use crate::answer::{done, page};
use crate::form::{Asked, At, Form};
use crate::pages::case::Choice;
use crate::pages::listeners::{ListenersPage, Pager, Tab};
use crate::problem::{Answer, Problem};
use crate::routes::search::encoded;
use crate::show::listening;
use crate::visit::Desk;
use crate::words::Words;

/// How far back the list looks, in days.
pub(crate) const DAYS: u16 = 14;
/// Listeners on one page of the list.
const A_PAGE: usize = 100;

/// All listeners, or those of a purpose, or those whose name or query holds what was typed.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let (state, staff, w) = (&desk.visit.state, &desk.staff, desk.visit.words);
    let all = state.engage.listeners(staff).await?;
    let range = state.record.last_days(staff.org, DAYS).await.map_err(Problem::broken)?;
    let purpose: Option<ListenerPurpose> = asked.text("purpose").parse().ok();
    let sought = asked.text("q").trim().to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&sought);
    let fits = |row: &&Listener| {
        purpose.is_none_or(|purpose| row.purpose == purpose)
            && (sought.is_empty() || holds(&row.name) || holds(&row.query))
    };
    let fitting = all.iter().filter(fits).count();
    let from = asked.text("from").parse().unwrap_or(0_usize).min(fitting);
    let shown: Vec<&Listener> = all.iter().filter(fits).skip(from).take(A_PAGE).collect();
    let ids: Vec<ListenerId> = shown.iter().map(|row| row.id).collect();
    let found = state.record.finds(staff.org, &staff.eyes, range, &ids).await;
    let found = found.map_err(Problem::broken)?;
    let lens = desk.visit.lens();
    page(&ListenersPage {
        w,
        frame: desk.visit.frame("/listeners").await,
        tabs: tabs(w, "/listeners"),
        may_write: staff.eyes.holds(Permission::ListenerWrite),
        purposes: purposes(w, purpose),
        sought: asked.text("q").to_owned(),
        any: !all.is_empty(),
        listeners: shown.iter().map(|row| listening::row(&lens, row, found.get(&row.id))).collect(),
        pager: pager(&asked, from, fitting, w),
    })
}

/// Where the pages before and after this one are; nothing when all fit on one.
fn pager(asked: &Asked, from: usize, fitting: usize, w: Words) -> Option<Pager> {
    if fitting <= A_PAGE {
        return None;
    }
    let (sought, purpose) = (encoded(asked.text("q")), encoded(asked.text("purpose")));
    let page = |from: usize| format!("/listeners?q={sought}&purpose={purpose}&from={from}");
    let until = (from + A_PAGE).min(fitting);
    let place = format!("{}–{until}", from + 1);
    Some(Pager {
        earlier: (from > 0).then(|| page(from.saturating_sub(A_PAGE))),
        later: (until < fitting).then(|| page(until)),
        place: w.t2("listeners-place", "place", place, "all", fitting.to_string()),
    })
}

/// Lets a listener rest, or listen again.
pub(crate) async fn pause(desk: Desk, at: At, form: Form) -> Answer {
    let id: ListenerId = at.get("id")?;
    let active = form.text("active") == "true";
    desk.visit.state.engage.pause_listener(&desk.staff, id, active).await?;
    Ok(done(&desk.visit, "/listeners", json!({ "id": id, "active": active })))
}

/// The pages about listening.
pub(crate) fn tabs(w: Words, current: &str) -> Vec<Tab> {
    [
        ("/listeners", "listeners-tab"),
        ("/listeners/lists", "lists-title"),
        ("/listeners/insights", "insights-title"),
        ("/listeners/packs", "packs-title"),
    ]
    .map(|(href, key)| Tab { href, label: w.t(key), current: href == current })
    .into()
}

/// Every purpose, to choose from.
pub(crate) fn purposes(w: Words, chosen: Option<ListenerPurpose>) -> Vec<Choice> {
    let choice = |purpose: &ListenerPurpose| Choice {
        value: purpose.word().to_owned(),
        label: w.t(format!("purpose-{purpose}")),
        chosen: Some(*purpose) == chosen,
    };
    ListenerPurpose::ALL.iter().map(choice).collect()
}
