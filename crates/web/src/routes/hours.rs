//! `/settings/hours`: when work is done.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{CalendarLine, CalendarSheet, Holiday, TypedCalendar, TypedDay};
use earshot_model::CalendarId;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Notice;
use crate::pages::hours::{CalendarPage, CalendarRow, DayFields, DayRow, HolidayRow, HoursPage};
use crate::problem::Answer;
use crate::show::clock_policies::saved;
use crate::visit::Desk;
use crate::words::Words;

/// Days of the week, Monday first, as fields name them.
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// How many empty lines for exceptions a form has.
const EMPTY: usize = 2;
/// The most exceptions that a form may carry.
const LINES: usize = 400;

/// All calendars.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let lines = desk.visit.state.engage.calendar_lines(&desk.staff).await?;
    let notice = match asked.text("done") {
        "kept" => Some(w.t("hours-kept")),
        "skipped" => Some(w.t1("hours-skipped", "names", asked.text("names"))),
        _ => None,
    };
    page(&HoursPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice: notice.map(|text| Notice { tone: "good", text }),
        calendars: lines.iter().map(|line| row(w, line)).collect(),
    })
}

/// A calendar that is to be made.
pub(crate) async fn new(desk: Desk) -> Answer {
    let sheet = desk.visit.state.engage.calendar_sheet(&desk.staff, None).await?;
    let typed = as_it_stands(&sheet);
    page(&one(&desk, &sheet, &typed, None).await)
}

/// Makes it.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    save(&desk, &form, None).await
}

/// One calendar.
pub(crate) async fn show(desk: Desk, at: At) -> Answer {
    let id: CalendarId = at.get("calendar")?;
    let sheet = desk.visit.state.engage.calendar_sheet(&desk.staff, Some(id)).await?;
    let typed = as_it_stands(&sheet);
    page(&one(&desk, &sheet, &typed, None).await)
}

/// Saves a new version of it.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    save(&desk, &form, Some(at.get("calendar")?)).await
}

async fn save(desk: &Desk, form: &Form, id: Option<CalendarId>) -> Answer {
    let engage = &desk.visit.state.engage;
    let sheet = engage.calendar_sheet(&desk.staff, id).await?;
    let mut typed = read(form, id);
    match engage.save_calendar(&desk.staff, typed.clone()).await {
        Ok((id, skipped)) => {
            let names: Vec<&str> = skipped.iter().map(|one| one.name.as_str()).take(5).collect();
            let to = if names.is_empty() {
                "/settings/hours?done=kept".to_owned()
            } else {
                let letters = names.join(", ");
                let letters = letters.bytes().map(|byte| format!("%{byte:02X}"));
                format!("/settings/hours?done=skipped&names={}", letters.collect::<String>())
            };
            Ok(done(&desk.visit, &to, json!({ "id": id, "skipped": names })))
        }
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            // What was typed is shown beside the version that is there now: saving again decides.
            typed.version = sheet.line.as_ref().map_or(0, |line| line.version);
            let notice = Notice { tone: "bad", text: error.to_string() };
            let shown = one(desk, &sheet, &typed, Some(notice)).await;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form as a calendar.
fn read(form: &Form, id: Option<CalendarId>) -> TypedCalendar {
    let text = |name: &str| form.text(name).trim().to_owned();
    let day = |n: usize| TypedDay {
        date: text(&format!("date-{n}")),
        hours: text(&format!("open-{n}")),
        name: text(&format!("why-{n}")),
    };
    let added = TypedDay { date: text("add-date"), name: text("add-name"), hours: String::new() };
    let kept = form.0.iter().filter(|(name, _)| name == "holiday");
    TypedCalendar {
        id,
        version: form.text("version").parse().unwrap_or(0),
        name: text("name"),
        zone: text("zone"),
        week: DAYS.map(text),
        holidays: kept.filter_map(|(_, place)| place.parse().ok()).collect(),
        holiday: (added, form.text("add-yearly") == "true"),
        exceptions: (1..=LINES).map(day).filter(|day| !day.date.is_empty()).collect(),
        file: text("file"),
    }
}

/// What a form shows of a calendar as it stands; a new one begins with a usual week.
fn as_it_stands(sheet: &CalendarSheet) -> TypedCalendar {
    let Some(line) = &sheet.line else {
        let usual = |place: usize| if place < 5 { "09:00-17:00".to_owned() } else { String::new() };
        return TypedCalendar {
            zone: sheet.zone.clone(),
            week: std::array::from_fn(usual),
            ..TypedCalendar::default()
        };
    };
    let days = line.spec.week.days();
    let hours = |place: usize| days.get(place).map(|(_, hours)| joined(hours)).unwrap_or_default();
    let exception = |one: &earshot_engage::settings::Exception| TypedDay {
        date: one.date.to_string(),
        hours: joined(&one.hours),
        name: one.name.clone(),
    };
    TypedCalendar {
        id: Some(line.id),
        version: line.version,
        name: line.name.clone(),
        zone: line.spec.zone.clone(),
        week: std::array::from_fn(hours),
        holidays: (0..line.spec.holidays.len()).collect(),
        exceptions: line.spec.exceptions.iter().map(exception).collect(),
        ..TypedCalendar::default()
    }
}

fn joined(hours: &[impl ToString]) -> String {
    hours.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn row(w: Words, line: &CalendarLine) -> CalendarRow {
    let mut week: Vec<String> = Vec::new();
    for ((_, hours), day) in line.spec.week.days().into_iter().zip(DAYS) {
        if !hours.is_empty() {
            week.push(format!("{} {}", w.t(format!("day-short-{day}")), joined(hours)));
        }
    }
    CalendarRow {
        href: format!("/settings/hours/{}", line.id),
        name: line.name.clone(),
        sub: w.t2("hours-sub", "zone", &line.spec.zone, "n", line.version),
        week: week.join(" · "),
        holidays: line.spec.holidays.len().to_string(),
        used_by: if line.used_by.is_empty() { "–".to_owned() } else { line.used_by.join(", ") },
    }
}

fn holidays(w: Words, sheet: &CalendarSheet, typed: &TypedCalendar) -> Vec<HolidayRow> {
    let known: &[Holiday] = sheet.line.as_ref().map_or(&[], |line| &line.spec.holidays);
    let row = |(place, one): (usize, &Holiday)| {
        let date = one.from.to_string();
        HolidayRow {
            place,
            name: one.name.clone(),
            when: match (&one.yearly, one.days) {
                (Some(_), _) => w.t1("hours-when-yearly", "date", date),
                (None, 1) => date,
                (None, days) => w.t2("hours-when-days", "date", date, "n", i64::from(days)),
            },
            kept: typed.holidays.contains(&place),
        }
    };
    known.iter().enumerate().map(row).collect()
}

async fn one(
    desk: &Desk,
    sheet: &CalendarSheet,
    typed: &TypedCalendar,
    notice: Option<Notice>,
) -> CalendarPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let line = sheet.line.as_ref();
    let fields = |day: &TypedDay| DayFields {
        n: 0,
        date: day.date.clone(),
        hours: day.hours.clone(),
        name: day.name.clone(),
        yearly: false,
    };
    let mut exceptions: Vec<DayFields> = typed.exceptions.iter().map(fields).collect();
    exceptions.extend(std::iter::repeat_n(DayFields::default(), EMPTY));
    for (n, one) in exceptions.iter_mut().enumerate() {
        one.n = n + 1;
    }
    let week = DAYS.iter().zip(&typed.week).map(|(day, hours)| DayRow {
        field: (*day).to_owned(),
        label: w.t(format!("day-{day}")),
        hours: hours.clone(),
    });
    CalendarPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        action: line
            .map_or("/settings/hours".to_owned(), |line| format!("/settings/hours/{}", line.id)),
        title: line.map_or_else(|| w.t("hours-new"), |line| line.name.clone()),
        version: typed.version,
        name: typed.name.clone(),
        zone: typed.zone.clone(),
        zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
        week: week.collect(),
        holidays: holidays(w, sheet, typed),
        added: DayFields { yearly: typed.holiday.1, ..fields(&typed.holiday.0) },
        exceptions,
        saved: saved(&lens, &sheet.saved),
    }
}
