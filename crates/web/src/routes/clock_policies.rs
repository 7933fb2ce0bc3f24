//! `/settings/clocks`: until when an answer is owed, and what happens on the way.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::settings::{
    ClockKind, Pause, PolicySheet, TypedPolicy, TypedStep, TypedTarget,
};
use earshot_model::{ClockPolicyId, SlaClass};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Notice;
use crate::pages::clock_policies::{ClockPage, ClocksPage};
use crate::problem::Answer;
use crate::show::clock_policies as shown;
use crate::visit::Desk;

/// The most lines of a ladder that a form may carry.
const LINES: usize = 60;

/// All policies.
pub(crate) async fn list(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let (lines, names) = desk.visit.state.engage.policy_lines(&desk.staff).await?;
    let first = lines.iter().find(|line| !line.ours && !line.retired).map(|line| line.id);
    let rows = |retired: bool| {
        let some = lines.iter().filter(|line| line.retired == retired);
        some.map(|line| shown::row(w, line, &names, Some(line.id) == first)).collect()
    };
    let key = match asked.text("done") {
        "kept" => Some("policy-kept"),
        "retired" => Some("policy-is-retired"),
        "restored" => Some("policy-is-restored"),
        _ => None,
    };
    page(&ClocksPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice: key.map(|key| Notice { tone: "good", text: w.t(key) }),
        policies: rows(false),
        retired: rows(true),
    })
}

/// A policy that is to be made.
pub(crate) async fn new(desk: Desk) -> Answer {
    let sheet = desk.visit.state.engage.policy_sheet(&desk.staff, None).await?;
    let typed = shown::typed(&sheet);
    page(&one(&desk, &sheet, &typed, None).await)
}

/// Makes it.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    save(&desk, &form, None).await
}

/// One policy.
pub(crate) async fn show(desk: Desk, at: At) -> Answer {
    let id: ClockPolicyId = at.get("policy")?;
    let sheet = desk.visit.state.engage.policy_sheet(&desk.staff, Some(id)).await?;
    let typed = shown::typed(&sheet);
    page(&one(&desk, &sheet, &typed, None).await)
}

/// Saves a new version of it.
pub(crate) async fn change(desk: Desk, at: At, form: Form) -> Answer {
    save(&desk, &form, Some(at.get("policy")?)).await
}

/// Takes it out of use, or back.
pub(crate) async fn retire(desk: Desk, at: At, form: Form) -> Answer {
    let (id, retired) = (at.get("policy")?, form.text("retired") == "true");
    desk.visit.state.engage.retire_policy(&desk.staff, id, retired).await?;
    let word = if retired { "retired" } else { "restored" };
    let to = format!("/settings/clocks?done={word}");
    Ok(done(&desk.visit, &to, json!({ "retired": retired })))
}

/// Has it asked about before the one above.
pub(crate) async fn rise(desk: Desk, at: At) -> Answer {
    desk.visit.state.engage.raise_policy(&desk.staff, at.get("policy")?).await?;
    Ok(done(&desk.visit, "/settings/clocks?done=kept", json!({ "kept": true })))
}

async fn save(desk: &Desk, form: &Form, id: Option<ClockPolicyId>) -> Answer {
    let engage = &desk.visit.state.engage;
    let sheet = engage.policy_sheet(&desk.staff, id).await?;
    let mut typed = read(form, id);
    match engage.save_policy(&desk.staff, typed.clone()).await {
        Ok(id) => Ok(done(&desk.visit, "/settings/clocks?done=kept", json!({ "id": id }))),
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

/// The form as a policy.
fn read(form: &Form, id: Option<ClockPolicyId>) -> TypedPolicy {
    let ticked = |prefix: &str| -> Vec<String> {
        let words = form.0.iter().filter_map(|(name, _)| name.strip_prefix(prefix));
        words.map(str::to_owned).collect()
    };
    let text = |name: String| form.text(&name).trim().to_owned();
    let target = |clock: ClockKind| {
        let pauses = [(Pause::Waiting, "waiting"), (Pause::OnHold, "on-hold")];
        let on = |word: &str| form.text(&format!("pause-{clock}-{word}")) == "true";
        TypedTarget {
            clock,
            amount: text(format!("amount-{clock}")),
            unit: text(format!("unit-{clock}")),
            calendar: text(format!("calendar-{clock}")),
            warn: text(format!("warn-{clock}")),
            pause: pauses.into_iter().filter(|(_, word)| on(word)).map(|(one, _)| one).collect(),
        }
    };
    let step = |n: usize| TypedStep {
        key: text(format!("key-{n}")),
        clocks: text(format!("clocks-{n}")),
        when: text(format!("when-{n}")),
        amount: text(format!("late-{n}")),
        act: text(format!("act-{n}")),
    };
    TypedPolicy {
        id,
        version: form.text("version").parse().unwrap_or(0),
        name: form.text("name").to_owned(),
        channels: ticked("channel-"),
        classes: ticked("class-").iter().filter_map(|w| w.parse::<SlaClass>().ok()).collect(),
        segments: ticked("segment-"),
        targets: ClockKind::ALL.into_iter().map(target).collect(),
        ladder: (1..=LINES).map(step).filter(|line| !line.act.is_empty()).collect(),
    }
}

async fn one(
    desk: &Desk,
    sheet: &PolicySheet,
    typed: &TypedPolicy,
    notice: Option<Notice>,
) -> ClockPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let line = sheet.line.as_ref();
    ClockPage {
        w,
        frame: desk.visit.frame("/settings/data").await,
        notice,
        action: line
            .map_or("/settings/clocks".to_owned(), |line| format!("/settings/clocks/{}", line.id)),
        title: line.map_or_else(|| w.t("policy-new"), |line| shown::name(w, line)),
        version: typed.version,
        name: typed.name.clone(),
        classes: shown::classes(w, typed),
        channels: shown::channels(sheet, typed),
        segments: shown::segments(w, typed),
        targets: shown::targets(w, sheet, typed),
        ladder: shown::ladder(w, sheet, typed),
        saved: shown::saved(&lens, &sheet.saved),
        retired: line.map(|line| line.retired),
    }
}
