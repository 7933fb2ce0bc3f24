//! `/people/new` and `/people/{agent}`: a colleague is added, changed, switched off, let in again.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::Error;
use earshot_engage::staff::{PersonSheet, Reach, Team, TypedPerson};
use earshot_model::{AgentId, RoleId, TeamId};
use serde_json::json;

use super::people::role_name;
use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::{Choice, Notice};
use crate::pages::person::{GrantLine, PersonPage};
use crate::pages::queues::Group;
use crate::pages::tokens::Made;
use crate::problem::{Answer, Problem};
use crate::visit::Desk;
use crate::words::{Locale, Words};

/// How many empty lines for roles a form has.
const EMPTY: usize = 2;
/// The most lines for roles that a form may carry.
const LINES: usize = 100;

/// A colleague who is to be added.
pub(crate) async fn new(desk: Desk) -> Answer {
    let sheet = desk.visit.state.engage.person_sheet(&desk.staff, None).await?;
    let typed = as_it_stands(&sheet);
    page(&whole(&desk, &sheet, &typed, None, None).await)
}

/// Adds them, and shows their password this once.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let engage = &desk.visit.state.engage;
    let typed = read(&desk, &form)?;
    match engage.add_person(&desk.staff, typed.clone()).await {
        Ok((id, password)) if desk.visit.json => {
            Ok((StatusCode::CREATED, Json(json!({ "id": id, "password": password })))
                .into_response())
        }
        Ok((id, password)) => told(&desk, id, password, StatusCode::CREATED).await,
        Err(error) => refused(&desk, None, &typed, error).await,
    }
}

/// One colleague.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let id: AgentId = at.get("agent")?;
    let sheet = desk.visit.state.engage.person_sheet(&desk.staff, Some(id)).await?;
    let key = match asked.text("done") {
        "kept" => Some("person-kept"),
        "off" => Some("person-is-off"),
        "on" => Some("person-is-on"),
        _ => None,
    };
    let notice = key.map(|key| Notice { tone: "good", text: desk.visit.words.t(key) });
    let typed = as_it_stands(&sheet);
    page(&whole(&desk, &sheet, &typed, notice, None).await)
}

/// Changes them.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: AgentId = at.get("agent")?;
    let typed = read(&desk, &form)?;
    match desk.visit.state.engage.save_person(&desk.staff, id, typed.clone()).await {
        Ok(()) => Ok(done(&desk.visit, &format!("/people/{id}?done=kept"), json!({ "id": id }))),
        Err(error) => refused(&desk, Some(id), &typed, error).await,
    }
}

/// Switches them off or on: `on` is true or false.
pub(crate) async fn switch(desk: Desk, at: At, form: Form) -> Answer {
    let id: AgentId = at.get("agent")?;
    let on = form.read::<bool>("on")?;
    let engage = &desk.visit.state.engage;
    match engage.switch_person(&desk.staff, id, on).await {
        Ok(()) => {
            let word = if on { "on" } else { "off" };
            Ok(done(&desk.visit, &format!("/people/{id}?done={word}"), json!({ "on": on })))
        }
        Err(error) => {
            let sheet = engage.person_sheet(&desk.staff, Some(id)).await?;
            refused(&desk, Some(id), &as_it_stands(&sheet), error).await
        }
    }
}

/// Makes a new password for them, and shows it this once.
pub(crate) async fn password(desk: Desk, at: At) -> Answer {
    let id: AgentId = at.get("agent")?;
    let password = desk.visit.state.engage.renew_password(&desk.staff, id).await?;
    if desk.visit.json {
        return Ok(Json(json!({ "id": id, "password": password })).into_response());
    }
    told(&desk, id, password, StatusCode::OK).await
}

async fn told(desk: &Desk, id: AgentId, secret: String, status: StatusCode) -> Answer {
    let sheet = desk.visit.state.engage.person_sheet(&desk.staff, Some(id)).await?;
    let name = sheet.agent.as_ref().map(|agent| agent.name.clone()).unwrap_or_default();
    let typed = as_it_stands(&sheet);
    page_with(status, &whole(desk, &sheet, &typed, None, Some(Made { name, secret })).await)
}

async fn refused(desk: &Desk, id: Option<AgentId>, typed: &TypedPerson, error: Error) -> Answer {
    let told = matches!(error, Error::Invalid { .. } | Error::Taken { .. });
    if !told || desk.visit.json {
        return Err(error.into());
    }
    let sheet = desk.visit.state.engage.person_sheet(&desk.staff, id).await?;
    let text = match &error {
        Error::Taken { .. } => desk.visit.words.t("person-taken"),
        other => other.to_string(),
    };
    let notice = Some(Notice { tone: "bad", text });
    let shown = whole(desk, &sheet, typed, notice, None).await;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn read(desk: &Desk, form: &Form) -> Result<TypedPerson, Problem> {
    let text = |name: &str| form.text(name).trim().to_owned();
    let mut grants = Vec::new();
    for n in 1..=LINES {
        let role = text(&format!("role-{n}"));
        if role.is_empty() {
            continue;
        }
        let reach = text(&format!("reach-{n}"));
        let both = role.parse::<RoleId>().ok().zip(reached(desk, &reach));
        grants.push(both.ok_or_else(|| Problem::invalid("grants", "choose where a role holds"))?);
    }
    let ticked = form.0.iter().filter_map(|(name, _)| name.strip_prefix("team-"));
    let teams: Result<Vec<TeamId>, _> = ticked.map(str::parse).collect();
    let teams = teams.map_err(|_| Problem::invalid("teams", "choose teams of the list"))?;
    Ok(TypedPerson {
        name: text("name"),
        short_name: text("short_name"),
        email: text("email"),
        signature: text("signature"),
        capacity: text("capacity"),
        locale: text("locale"),
        time_zone: text("time_zone"),
        grants,
        teams,
    })
}

/// `all`, `department:ID` or `queue:ID`.
fn reached(desk: &Desk, word: &str) -> Option<Reach> {
    match word.split_once(':') {
        None if word == "all" => Some(Reach::Organization(desk.staff.org)),
        Some(("department", id)) => Some(Reach::Department(id.parse().ok()?)),
        Some(("queue", id)) => Some(Reach::Queue(id.parse().ok()?)),
        _ => None,
    }
}

fn spelled(reach: &Reach) -> String {
    match reach {
        Reach::Organization(_) => "all".to_owned(),
        Reach::Department(id) => format!("department:{id}"),
        Reach::Queue(id) => format!("queue:{id}"),
    }
}

/// What a form shows of a colleague as they stand, or of a new one.
fn as_it_stands(sheet: &PersonSheet) -> TypedPerson {
    let Some(agent) = &sheet.agent else {
        return TypedPerson {
            capacity: "6".to_owned(),
            locale: sheet.usual.0.clone(),
            time_zone: sheet.usual.1.clone(),
            ..TypedPerson::default()
        };
    };
    TypedPerson {
        name: agent.name.clone(),
        short_name: agent.short_name.clone(),
        email: agent.email.clone(),
        signature: agent.signature.clone(),
        capacity: agent.capacity.to_string(),
        locale: agent.locale.clone(),
        time_zone: agent.time_zone.clone(),
        grants: sheet.grants.iter().map(|grant| (grant.role, grant.reach)).collect(),
        teams: sheet.joined.clone(),
    }
}

async fn whole(
    desk: &Desk,
    sheet: &PersonSheet,
    typed: &TypedPerson,
    notice: Option<Notice>,
    made: Option<Made>,
) -> PersonPage {
    let w = desk.visit.words;
    let id = sheet.agent.as_ref().map(|agent| agent.id);
    let locale = |locale: &Locale| Choice {
        value: locale.tag().to_owned(),
        label: w.t(format!("locale-{}", locale.tag())),
        chosen: typed.locale.starts_with(locale.tag()),
    };
    let lines = (typed.grants.len() + EMPTY).min(LINES);
    let line = |n: usize| {
        let held = typed.grants.get(n).map(|(role, reach)| (*role, spelled(reach)));
        grant_line(w, sheet, n + 1, held)
    };
    PersonPage {
        w,
        frame: desk.visit.frame("/people").await,
        notice,
        title: sheet.agent.as_ref().map_or_else(|| w.t("person-new"), |agent| agent.name.clone()),
        action: id.map_or_else(|| "/people".to_owned(), |id| format!("/people/{id}")),
        id: id.map(|id| id.to_string()),
        made,
        name: typed.name.clone(),
        short_name: typed.short_name.clone(),
        email: typed.email.clone(),
        signature: typed.signature.clone(),
        capacity: typed.capacity.clone(),
        locales: [Locale::En, Locale::De].iter().map(locale).collect(),
        time_zone: typed.time_zone.clone(),
        grants: (0..lines).map(line).collect(),
        teams: teams(sheet, typed),
        on: sheet.agent.as_ref().is_none_or(|agent| agent.disabled_at.is_none()),
        me: id == Some(desk.staff.id()),
    }
}

/// Every team, with its department where that has another name.
fn teams(sheet: &PersonSheet, typed: &TypedPerson) -> Vec<Choice> {
    let choice = |team: &Team| {
        let department = sheet.departments.iter().find(|one| one.id == team.department_id);
        let beside = department.filter(|one| one.name != team.name);
        Choice {
            value: team.id.to_string(),
            label: match beside {
                Some(department) => format!("{} · {}", team.name, department.name),
                None => team.name.clone(),
            },
            chosen: typed.teams.contains(&team.id),
        }
    };
    sheet.teams.iter().map(choice).collect()
}

fn grant_line(
    w: Words,
    sheet: &PersonSheet,
    n: usize,
    held: Option<(RoleId, String)>,
) -> GrantLine {
    let (role, reach) = held.unzip();
    let choice = |value: String, label: String| {
        let chosen = reach.as_deref() == Some(value.as_str());
        Choice { value, label, chosen }
    };
    let none = Choice { value: String::new(), label: w.t("person-no-role"), chosen: false };
    let roles = sheet.roles.iter().map(|one| Choice {
        value: one.id.to_string(),
        label: role_name(w, &one.name),
        chosen: role == Some(one.id),
    });
    let departments = sheet.departments.iter();
    let queues = sheet.queues.iter();
    GrantLine {
        n,
        roles: [none].into_iter().chain(roles).collect(),
        reaches: vec![
            Group {
                label: w.t("person-whole"),
                choices: vec![choice("all".to_owned(), w.t("person-everything"))],
            },
            Group {
                label: w.t("person-departments"),
                choices: departments
                    .map(|one| choice(format!("department:{}", one.id), one.name.clone()))
                    .collect(),
            },
            Group {
                label: w.t("person-queues"),
                choices: queues
                    .map(|one| choice(format!("queue:{}", one.id), one.name.clone()))
                    .collect(),
            },
        ],
    }
}
