//! `/settings/skills`: who can do what, and how well.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{Level, LevelChange, Matrix, MatrixLine, PEOPLE};
use earshot_model::{AgentId, Presence};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::case::{Choice, Notice};
use crate::pages::skills::{Cell, ColumnHead, PersonLine, SkillsPage};
use crate::problem::{Answer, Problem};
use crate::show::list::face;
use crate::visit::Desk;
use crate::words::Words;

/// The matrix.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let key = match asked.text("done") {
        "kept" => Some("skills-kept"),
        "added" => Some("skills-added"),
        _ => None,
    };
    let notice = key.map(|key| Notice { tone: "good", text: w.t(key) });
    page(&whole(&desk, &asked, notice).await?)
}

/// Changes the cells that differ from what was shown; others may have changed the rest meanwhile.
pub(crate) async fn change(desk: Desk, asked: Asked, form: Form) -> Answer {
    let changes = form.0.iter().filter_map(|(name, value)| changed(name, value)).collect();
    let kept = desk.visit.state.engage.set_levels(&desk.staff, changes).await;
    answer(&desk, &asked, kept, "kept").await
}

/// Adds a skill.
pub(crate) async fn add_skill(desk: Desk, asked: Asked, form: Form) -> Answer {
    let added = desk.visit.state.engage.add_skill(&desk.staff, form.text("name")).await;
    answer(&desk, &asked, added, "added").await
}

/// Says that somebody writes a language.
pub(crate) async fn add_language(desk: Desk, asked: Asked, form: Form) -> Answer {
    let agent = form.read::<AgentId>("agent")?;
    let tag = form.text("language");
    let added = desk.visit.state.engage.add_language(&desk.staff, agent, tag).await;
    answer(&desk, &asked, added, "added").await
}

async fn answer(desk: &Desk, asked: &Asked, went: Result<(), Error>, word: &str) -> Answer {
    match went {
        Ok(()) => {
            let to = address(asked.text("q"), start(asked), Some(word));
            Ok(done(&desk.visit, &to, json!({ "kept": true })))
        }
        Err(error @ (Error::Invalid { .. } | Error::Taken { .. })) if !desk.visit.json => {
            let notice = Notice { tone: "bad", text: error.to_string() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &whole(desk, asked, Some(notice)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A cell whose value is not what it was: its name is `skill:AGENT:SKILL:WAS`, `language:AGENT:TAG:WAS`
/// or `capacity:AGENT::WAS`.
fn changed(name: &str, value: &str) -> Option<LevelChange> {
    let mut parts = name.split(':');
    let (what, agent) = (parts.next()?, parts.next()?.parse().ok()?);
    let (which, was) = (parts.next()?, parts.next()?);
    let what = match what {
        "skill" => Level::Skill(which.parse().ok()?),
        "language" => Level::Language(which.to_owned()),
        "capacity" => Level::Capacity,
        _ => return None,
    };
    let value = value.trim();
    // What is no number is out of range, and refused as such.
    let level = value.parse().unwrap_or(-1);
    (value != was).then_some(LevelChange { agent, what, level })
}

fn start(asked: &Asked) -> usize {
    asked.text("from").parse().unwrap_or(0)
}

/// Where a page of the matrix is.
fn address(query: &str, from: usize, done: Option<&str>) -> String {
    let mut pairs: Vec<String> = Vec::new();
    if !query.is_empty() {
        let letters = query.bytes().map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        });
        pairs.push(format!("q={}", letters.collect::<String>()));
    }
    if from > 0 {
        pairs.push(format!("from={from}"));
    }
    pairs.extend(done.map(|done| format!("done={done}")));
    if pairs.is_empty() {
        "/settings/skills".to_owned()
    } else {
        format!("/settings/skills?{}", pairs.join("&"))
    }
}

async fn whole(desk: &Desk, asked: &Asked, notice: Option<Notice>) -> Result<SkillsPage, Problem> {
    let w = desk.visit.words;
    let (query, from) = (asked.text("q"), start(asked));
    let matrix = desk.visit.state.engage.skill_matrix(&desk.staff, query, from).await?;
    let shown = matrix.people.len();
    let choice = |line: &MatrixLine| Choice {
        value: line.agent.id.to_string(),
        label: line.agent.name.clone(),
        chosen: false,
    };
    let pairs = [
        ("from".to_owned(), (from + shown.min(1)).to_string()),
        ("to".to_owned(), (from + shown).to_string()),
        ("of".to_owned(), matrix.all.to_string()),
    ];
    Ok(SkillsPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        query: query.to_owned(),
        action: address(query, from, None),
        columns: columns(&matrix),
        choices: matrix.people.iter().map(choice).collect(),
        people: matrix.people.iter().map(|line| person(w, &matrix, line)).collect(),
        shown: w.with("skills-shown", &pairs),
        before: (from > 0).then(|| address(query, from.saturating_sub(PEOPLE), None)),
        after: (from + shown < matrix.all).then(|| address(query, from + PEOPLE, None)),
    })
}

fn columns(matrix: &Matrix) -> Vec<ColumnHead> {
    let skill = |skill: &earshot_engage::settings::Skill| ColumnHead {
        name: skill.name.clone(),
        key: skill.key.clone(),
        language: false,
    };
    let language =
        |tag: &String| ColumnHead { name: tag.clone(), key: tag.clone(), language: true };
    matrix.skills.iter().map(skill).chain(matrix.languages.iter().map(language)).collect()
}

fn person(w: Words, matrix: &Matrix, line: &MatrixLine) -> PersonLine {
    let (id, name) = (line.agent.id, &line.agent.name);
    let skills = matrix.skills.iter().zip(&line.skills).map(|(skill, level)| {
        cell(w, format!("skill:{id}:{}:{level}", skill.id), name, &skill.name, *level)
    });
    let languages = matrix
        .languages
        .iter()
        .zip(&line.languages)
        .map(|(tag, level)| cell(w, format!("language:{id}:{tag}:{level}"), name, tag, *level));
    let capacity = line.agent.capacity;
    PersonLine {
        face: face(&line.agent).sized("sm"),
        name: name.clone(),
        presence: match line.agent.presence {
            Presence::Online => "on",
            Presence::Away => "away",
            Presence::Offline => "",
        },
        capacity: Cell {
            field: format!("capacity:{id}::{capacity}"),
            label: w.t1("skills-places-of", "name", name),
            value: capacity.to_string(),
            levels: Vec::new(),
        },
        levels: skills.chain(languages).collect(),
    }
}

fn cell(w: Words, field: String, who: &str, what: &str, level: i64) -> Cell {
    let choice = |n: i64| Choice {
        value: n.to_string(),
        label: if n == 0 { "–".to_owned() } else { n.to_string() },
        chosen: n == level,
    };
    Cell {
        field,
        label: w.t2("skills-cell", "name", who, "what", what),
        value: level.to_string(),
        levels: (0..=5).map(choice).collect(),
    }
}
