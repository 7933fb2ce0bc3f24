//! `POST /settings/retention`: how many days one class of data is kept.

use axum::http::StatusCode;
use earshot_engage::custody::Class;
use serde_json::json;

use super::data::{counted, name, whole};
use crate::answer::{done, page_with};
use crate::form::Form;
use crate::pages::data::Sure;
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Sets it. A shorter time that would remove something at the next run asks for a yes first.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let class = Class::parse(form.text("class"))
        .ok_or_else(|| Problem::invalid("class", "choose one of the list"))?;
    let days = form.read::<i64>("days")?;
    let engage = &desk.visit.state.engage;
    let kept = engage.retention(&desk.staff).await?;
    let now = kept.classes.iter().find(|row| row.class == class);
    let shorter = now.is_some_and(|row| days < row.days);
    if shorter && form.text("sure") != "true" {
        let going = engage.would_go(&desk.staff, class, days).await?;
        if going > 0 {
            return ask(&desk, class, days, going).await;
        }
    }
    engage.set_retention(&desk.staff, class, days).await?;
    let body = json!({ "class": class.word(), "days": days });
    Ok(done(&desk.visit, "/settings/data?done=kept", body))
}

async fn ask(desk: &Desk, class: Class, days: i64, going: i64) -> Answer {
    let w = desk.visit.words;
    let pairs = [
        ("class".to_owned(), name(w, class)),
        ("days".to_owned(), days.to_string()),
        ("n".to_owned(), counted(w, going)),
    ];
    let text = w.with("retention-would-go", &pairs);
    if desk.visit.json {
        let mut problem = Problem::new(StatusCode::CONFLICT);
        problem.detail = Some(format!("{going} rows would go: send sure=true to say yes"));
        problem.field = Some("sure");
        return Err(problem);
    }
    let sure = Sure { word: class.word().to_owned(), days, text };
    page_with(StatusCode::CONFLICT, &whole(desk, "", None, Some(sure)).await?)
}
