//! `/settings/trainings`: what people were trained for, and until when it counts.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{NewTrained, TrainedLine};
use earshot_model::{AgentId, Time, TrainingId};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::case::{Choice, Notice};
use crate::pages::trainings::{TrainedRow, TrainingChip, TrainingsPage};
use crate::problem::{Answer, Problem};
use crate::show::list::face;
use crate::visit::Desk;
use crate::words::Words;

/// What runs out within this time is told as such.
const SOON: i64 = 30 * Time::DAY;

/// All trainings, and who has them.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let key = match asked.text("done") {
        "kept" => Some("trainings-kept"),
        "added" => Some("trainings-added"),
        "removed" => Some("trainings-removed"),
        _ => None,
    };
    let notice = key.map(|key| Notice { tone: "good", text: w.t(key) });
    page(&whole(&desk, notice).await?)
}

/// Adds a training.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let made = desk.visit.state.engage.add_training(&desk.staff, form.text("name")).await;
    answer(&desk, made.map(|id| json!({ "id": id })), "added").await
}

/// Writes down that somebody was trained.
pub(crate) async fn train(desk: Desk, form: Form) -> Answer {
    let zone = desk.visit.lens().zone;
    let until = match form.text("until").trim() {
        "" => Ok(None),
        day => day_end(day, &zone).map(Some).ok_or(Error::Invalid {
            field: "until",
            problem: "write a day as 2027-06-30".to_owned(),
        }),
    };
    let kept = match until {
        Ok(until) => {
            let new = NewTrained {
                agent: form.read::<AgentId>("agent")?,
                training: form.read::<TrainingId>("training")?,
                until,
                proof: form.text("proof").to_owned(),
            };
            desk.visit.state.engage.train(&desk.staff, new).await
        }
        Err(error) => Err(error),
    };
    answer(&desk, kept.map(|()| json!({ "kept": true })), "kept").await
}

/// Takes a training from somebody.
pub(crate) async fn untrain(desk: Desk, form: Form) -> Answer {
    let agent = form.read::<AgentId>("agent")?;
    let training = form.read::<TrainingId>("training")?;
    let gone = desk.visit.state.engage.untrain(&desk.staff, agent, training).await;
    answer(&desk, gone.map(|()| json!({ "removed": true })), "removed").await
}

async fn answer(desk: &Desk, went: Result<serde_json::Value, Error>, word: &str) -> Answer {
    match went {
        Ok(told) => Ok(done(&desk.visit, &format!("/settings/trainings?done={word}"), told)),
        Err(error @ (Error::Invalid { .. } | Error::Taken { .. })) if !desk.visit.json => {
            let notice = Notice { tone: "bad", text: error.to_string() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &whole(desk, Some(notice)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// When a day is over in this zone.
fn day_end(day: &str, zone: &TimeZone) -> Option<Time> {
    let next = day.parse::<Date>().ok()?.checked_add(1.day()).ok()?;
    let ends = next.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Time(ends.as_microsecond()))
}

async fn whole(desk: &Desk, notice: Option<Notice>) -> Result<TrainingsPage, Problem> {
    let w = desk.visit.words;
    let zone = desk.visit.lens().zone;
    let sheet = desk.visit.state.engage.training_sheet(&desk.staff).await?;
    let day = |at: Time| {
        let at = jiff::Timestamp::from_microsecond(at.micros()).ok()?;
        Some(at.to_zoned(zone.clone()).date().to_string())
    };
    let choice =
        |value: String, label: &str| Choice { value, label: label.to_owned(), chosen: false };
    let row = |line: &TrainedLine| row(w, line, sheet.now, day);
    Ok(TrainingsPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        trainings: sheet
            .trainings
            .iter()
            .map(|(training, people)| TrainingChip {
                name: training.name.clone(),
                people: w.t1("trainings-people", "n", *people),
            })
            .collect(),
        rows: sheet.trained.iter().map(row).collect(),
        people: sheet.people.iter().map(|one| choice(one.id.to_string(), &one.name)).collect(),
        choices: sheet
            .trainings
            .iter()
            .map(|(training, _)| choice(training.id.to_string(), &training.name))
            .collect(),
        today: day(sheet.now).unwrap_or_default(),
    })
}

fn row(
    w: Words,
    line: &TrainedLine,
    now: Time,
    day: impl Fn(Time) -> Option<String>,
) -> TrainedRow {
    let left = line.until.map(|until| until.micros().saturating_sub(now.micros()));
    // The last day on which it counts is the one that ends then.
    let last = line.until.and_then(|until| day(Time(until.micros() - 1)));
    TrainedRow {
        face: face(&line.agent).sized("sm"),
        name: line.agent.name.clone(),
        training: line.training.name.clone(),
        until: last.unwrap_or_else(|| w.t("trainings-always")),
        state: match left {
            Some(left) if left <= 0 => "over",
            Some(left) if left <= SOON => "soon",
            _ => "good",
        },
        proof: line.proof.clone(),
        agent: line.agent.id.to_string(),
        of: line.training.id.to_string(),
    }
}
