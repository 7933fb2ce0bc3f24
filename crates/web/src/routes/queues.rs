//! `/settings/queues`: who gets work of a queue, and what becomes easier while it waits.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{
    QueueChange, QueueRules, QueueSheet, RelaxStep, RingDate, read_relax,
};
use earshot_model::{AgentId, DepartmentId, QueueId, TeamModel, Time};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::{Choice, Notice};
use crate::pages::queues::{QueuePage, QueuesPage};
use crate::problem::{Answer, Problem};
use crate::show::queues as shown;
use crate::visit::Desk;

/// All queues.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    page(&all(&desk, kept(&desk, asked.text("done"))).await?)
}

/// Makes a queue.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let department = form.read::<DepartmentId>("department")?;
    let made = desk.visit.state.engage.create_queue(&desk.staff, form.text("name"), department);
    match made.await {
        Ok(id) => {
            let to = format!("/settings/queues/{id}?done=made");
            Ok(done(&desk.visit, &to, json!({ "id": id })))
        }
        Err(error @ (Error::Invalid { .. } | Error::Taken { .. })) if !desk.visit.json => {
            let notice = Notice { tone: "bad", text: error.to_string() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &all(&desk, Some(notice)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// One queue.
pub(crate) async fn show(desk: Desk, at: At, asked: Asked) -> Answer {
    let sheet = desk.visit.state.engage.queue_sheet(&desk.staff, at.get("queue")?).await?;
    let typed = shown::change(&sheet);
    let fault = sheet.fault.clone().map(|text| Notice { tone: "bad", text });
    page(&one(&desk, &sheet, &typed, fault.or_else(|| kept(&desk, asked.text("done")))).await)
}

/// Changes it.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    let id: QueueId = at.get("queue")?;
    let engage = &desk.visit.state.engage;
    let sheet = engage.queue_sheet(&desk.staff, id).await?;
    let zone = desk.visit.lens().zone;
    let typed = read(&form, &zone);
    let kept = match &typed {
        Ok(change) => engage.change_queue(&desk.staff, id, change.clone()).await,
        Err((field, problem)) => Err(Error::Invalid { field, problem: problem.clone() }),
    };
    match kept {
        Ok(()) => Ok(done(&desk.visit, "/settings/queues?done=kept", json!({ "kept": true }))),
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            let mut typed = typed.unwrap_or_else(|_| shown::change(&sheet));
            // What was typed is shown beside the version that is there now: saving again decides.
            typed.version = sheet.version;
            let notice = Notice { tone: "bad", text: error.to_string() };
            let shown = one(&desk, &sheet, &typed, Some(notice)).await;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

fn kept(desk: &Desk, done: &str) -> Option<Notice> {
    let w = desk.visit.words;
    let key = match done {
        "kept" => "queue-kept",
        "made" => "queue-made",
        _ => return None,
    };
    Some(Notice { tone: "good", text: w.t(key) })
}

async fn all(desk: &Desk, notice: Option<Notice>) -> Result<QueuesPage, Problem> {
    let w = desk.visit.words;
    let (lines, departments) = desk.visit.state.engage.queue_lines(&desk.staff).await?;
    let department = |one: &earshot_engage::desk::Department| Choice {
        value: one.id.to_string(),
        label: one.name.clone(),
        chosen: false,
    };
    Ok(QueuesPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        queues: lines.iter().map(|line| shown::row(w, line)).collect(),
        departments: departments.iter().map(department).collect(),
    })
}

async fn one(
    desk: &Desk,
    sheet: &QueueSheet,
    typed: &QueueChange,
    notice: Option<Notice>,
) -> QueuePage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let minutes = |micros: i64| (micros / Time::MINUTE).to_string();
    let rules = &typed.rules;
    QueuePage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        action: format!("/settings/queues/{}", sheet.queue.id),
        title: sheet.queue.name.clone(),
        sub: w.t2("queue-sub", "department", &sheet.department, "key", &sheet.queue.key),
        version: typed.version,
        name: typed.name.clone(),
        models: shown::models(w, typed.team_model),
        share: rules.share.to_string(),
        weight: rules.weight.to_string(),
        patience: minutes(rules.patience),
        untouched: rules.untouched_after.map(minutes).unwrap_or_default(),
        language: rules.language,
        skills: shown::skills(w, sheet, rules),
        trainings: shown::trainings(w, sheet, rules),
        steps: shown::steps(w, sheet, rules),
        rings: shown::rings(w, rules, &lens.zone),
        people: shown::people(w, sheet, typed),
    }
}

type Fault = (&'static str, String);

/// The form as a change. What is no number is told with its field.
fn read(form: &Form, zone: &TimeZone) -> Result<QueueChange, Fault> {
    let team_model: TeamModel = form.text("team_model").parse().unwrap_or(TeamModel::Subset);
    let number = |field: &'static str, usual: i64| match form.text(field).trim() {
        "" => Ok(usual),
        typed => typed.parse::<i64>().map_err(|_| (field, "type a whole number".to_owned())),
    };
    let minutes = |n: i64| n.saturating_mul(Time::MINUTE);
    let untouched = number("untouched", 0)?;
    let trained = |name: &String| name.strip_prefix("training-").map(str::to_owned);
    let trainings = form.0.iter().filter_map(|(name, _)| trained(name)).collect();
    let (mut skills, mut relax, mut rings, mut members) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, value) in &form.0 {
        let value = value.trim();
        if let Some(skill) = name.strip_prefix("need-").filter(|_| !value.is_empty()) {
            skills.push(format!("{skill}:{value}"));
        } else if let Some(place) = name.strip_prefix("relax-").filter(|_| !value.is_empty()) {
            let after = form.text(&format!("after-{place}")).trim().parse::<i64>();
            let after = after.map_err(|_| ("relax", "a step needs its minutes".to_owned()))?;
            let eased = read_relax(value);
            let eased = eased.ok_or(("relax", "choose a step of the list".to_owned()))?;
            relax.push(RelaxStep { after: minutes(after), relax: eased });
        } else if let Some(ring) = name.strip_prefix("ring-").filter(|_| !value.is_empty()) {
            rings.push(opens(ring, value, zone).ok_or(("rings", "it is no date".to_owned()))?);
        } else if let Some(agent) = name.strip_prefix("member-").filter(|_| !value.is_empty()) {
            let named = agent.parse::<AgentId>().ok().zip(value.parse::<i64>().ok());
            let named = named.filter(|(_, ring)| (0..=9).contains(ring));
            members.push(named.ok_or(("people", "choose a ring of the list".to_owned()))?);
        }
    }
    relax.sort_by_key(|step| step.after);
    let rules = QueueRules {
        share: u32::try_from(number("share", 1)?).unwrap_or(0),
        weight: number("weight", 1)?,
        skills,
        language: form.text("language") == "true",
        trainings,
        relax,
        rings,
        patience: minutes(number("patience", 0)?),
        untouched_after: (untouched != 0).then(|| minutes(untouched)),
    };
    let version = number("version", 0)?;
    Ok(QueueChange { name: form.text("name").to_owned(), team_model, rules, members, version })
}

/// A ring that opens when a day begins in this zone.
fn opens(ring: &str, date: &str, zone: &TimeZone) -> Option<RingDate> {
    let day: Date = date.parse().ok()?;
    let begins = day.to_zoned(zone.clone()).ok()?.timestamp();
    Some(RingDate { ring: ring.parse().ok()?, at: Time(begins.as_microsecond()) })
}
