//! `/settings/expectations`: what customers are told to expect, and whether it is true.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{ExpectationsSheet, Mismatch, ProfileText, TypedExpectations};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::case::{Choice, Notice};
use crate::pages::expectations::{ExpectationsPage, TextRow};
use crate::pages::format::{Lens, number, span};
use crate::problem::Answer;
use crate::visit::Desk;
use crate::words::Words;

/// Where it stands.
const PATH: &str = "/settings/expectations";
/// Days of the week, Monday first, as messages name them.
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The form.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let sheet = desk.visit.state.engage.expectations(&desk.staff).await?;
    let notice = (asked.text("done") == "kept")
        .then(|| Notice { tone: "good", text: desk.visit.words.t("expect-kept") });
    page(&whole(&desk, &sheet, &sheet.typed, notice).await)
}

/// Saves it.
pub(crate) async fn save(desk: Desk, form: Form) -> Answer {
    let engage = &desk.visit.state.engage;
    let text = |name: &str| form.text(name).to_owned();
    let mut typed = TypedExpectations {
        version: form.text("version").parse().unwrap_or(0),
        calendar: form.maybe("calendar")?,
        zone: text("zone"),
        languages: text("languages"),
        within: text("within"),
        unit: text("unit"),
        channels: text("channels"),
        topics: text("topics"),
    };
    match engage.save_expectations(&desk.staff, typed.clone()).await {
        Ok(()) => Ok(done(&desk.visit, &format!("{PATH}?done=kept"), json!({ "saved": true }))),
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            let sheet = engage.expectations(&desk.staff).await?;
            // What was typed is shown beside the version that is there now: saving again decides.
            typed.version = sheet.typed.version;
            let notice = Notice { tone: "bad", text: error.to_string() };
            let shown = whole(&desk, &sheet, &typed, Some(notice)).await;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

async fn whole(
    desk: &Desk,
    sheet: &ExpectationsSheet,
    typed: &TypedExpectations,
    notice: Option<Notice>,
) -> ExpectationsPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let calendar = |(id, name): &(earshot_model::CalendarId, String)| Choice {
        value: id.to_string(),
        label: name.clone(),
        chosen: typed.calendar == Some(*id),
    };
    let always = Choice {
        value: String::new(),
        label: w.t("expect-always"),
        chosen: typed.calendar.is_none(),
    };
    let unit = |unit: &&str| Choice {
        value: (*unit).to_owned(),
        label: w.t(format!("expect-unit-{unit}")),
        chosen: typed.unit == *unit,
    };
    ExpectationsPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        version: typed.version,
        calendars: [always].into_iter().chain(sheet.calendars.iter().map(calendar)).collect(),
        zone: typed.zone.clone(),
        languages: typed.languages.clone(),
        within: typed.within.clone(),
        units: ["minutes", "hours", "days"].iter().map(unit).collect(),
        channels: typed.channels.clone(),
        topics: typed.topics.clone(),
        texts: sheet.texts.iter().map(|text| text_row(w, text)).collect(),
        findings: sheet.findings.iter().map(|found| finding(&lens, found)).collect(),
        checked: sheet.checked_at.map(|at| lens.when(at)),
    }
}

fn text_row(w: Words, text: &ProfileText) -> TextRow {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let (words, fits) = match &text.text {
        Ok(words) => (words.clone(), true),
        Err(why) => (why.clone(), false),
    };
    let of = |n: String, most: String| w.t2("expect-of", "n", n, "most", most);
    TextRow {
        network: text.network.to_owned(),
        length: of(if fits { count(words.chars().count()) } else { count(0) }, count(text.takes)),
        text: words,
        fits,
        holds: of(count(text.holds.into()), count(5)),
    }
}

/// What is not true, and what to do about it.
fn finding(lens: &Lens, found: &Mismatch) -> String {
    let w = lens.w;
    match found {
        Mismatch::Hours { day } => {
            let day = DAYS.get(usize::from(*day)).copied().unwrap_or_default();
            w.t1("expect-not-hours", "day", w.t(format!("day-{day}")))
        }
        Mismatch::Zone => w.t("expect-not-zone"),
        Mismatch::Language(tag) => w.t1("expect-not-language", "tag", tag),
        Mismatch::Channel(channel) => w.t1("expect-not-channel", "channel", channel),
        Mismatch::Slower { ninety_percent, answers } => w.t2(
            "expect-slower",
            "time",
            span(w, *ninety_percent),
            "n",
            number(w, i64::from(*answers)),
        ),
        Mismatch::Faster { ninety_percent } => {
            w.t1("expect-faster", "time", span(w, *ninety_percent))
        }
        Mismatch::Text => w.t("expect-not-text"),
    }
}
