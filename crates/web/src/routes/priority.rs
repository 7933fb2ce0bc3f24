//! `GET` and `POST /settings/priority`: what each summand of the priority weighs.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::custody::{Example, MOST_WEIGHT, Weighing};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::case::Notice;
use crate::pages::format::Lens;
use crate::pages::priority::{ExampleLine, PriorityPage, WeightLine};
use crate::problem::{Answer, Problem};
use crate::show::priority::{contributions, points, term_name};
use crate::visit::Desk;

/// The page.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let notice = (asked.text("done") == "kept")
        .then(|| Notice { tone: "good", text: desk.visit.words.t("priority-kept") });
    page(&whole(&desk, notice).await?)
}

/// Sets the weights.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let own = |name: &str| matches!(name, "csrf" | "crowd_from" | "next");
    let wanted: Vec<(String, String)> =
        form.0.iter().filter(|(name, _)| !own(name)).cloned().collect();
    let crowd = Some(form.text("crowd_from")).filter(|size| !size.is_empty());
    match desk.visit.state.engage.weigh(&desk.staff, &wanted, crowd).await {
        Ok(()) => Ok(done(&desk.visit, "/settings/priority?done=kept", json!({ "kept": true }))),
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            let notice = Notice { tone: "bad", text: error.to_string() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &whole(&desk, Some(notice)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn whole(desk: &Desk, notice: Option<Notice>) -> Result<PriorityPage, Problem> {
    let frame = desk.visit.frame("/settings/data").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let set = desk.visit.state.engage.weighing(&desk.staff).await?;
    let line = |(name, value): &(String, f64)| WeightLine {
        label: term_name(w, name),
        hint: w.t(format!("priority-{}-hint", name.replace('_', "-"))),
        value: value.to_string(),
        name: name.clone(),
    };
    Ok(PriorityPage {
        w,
        frame,
        notice,
        changed: changed(&lens, &set),
        weights: set.weights.iter().map(line).collect(),
        most: MOST_WEIGHT.to_string(),
        crowd_from: set.crowd_from.to_string(),
        examples: set.examples.iter().map(|one| example(&lens, one)).collect(),
    })
}

fn changed(lens: &Lens, set: &Weighing) -> String {
    match &set.changed {
        Some((by, at)) => lens.w.t2("priority-changed", "name", by, "when", lens.when(*at).short),
        None => lens.w.t("priority-ours"),
    }
}

fn example(lens: &Lens, one: &Example) -> ExampleLine {
    ExampleLine {
        who: lens.w.t(format!("priority-of-{}", one.who)),
        score: points(one.priority.score),
        terms: contributions(lens.w, &one.priority, 6),
    }
}
