//! `GET` and `POST /persons/{person}/erasure`: a customer asks to be forgotten.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::custody::{Erasing, Going};
use earshot_model::PersonId;
use serde_json::json;

use super::data::{PATH, handles};
use crate::answer::{done, page, page_with};
use crate::form::{At, Form};
use crate::pages::erasure::{ErasurePage, Goes};
use crate::pages::format::number;
use crate::problem::{Answer, Problem};
use crate::visit::Desk;
use crate::words::Words;

/// What would go, and the field for the name.
pub(crate) async fn show(desk: Desk, at: At) -> Answer {
    page(&whole(&desk, at.get("person")?, "", None).await?)
}

/// Erases them once their name was typed.
pub(crate) async fn create(desk: Desk, at: At, form: Form) -> Answer {
    let person: PersonId = at.get("person")?;
    let typed = form.text("word");
    match desk.visit.state.engage.erase(&desk.staff, person, typed).await {
        Ok(erased) => {
            let body = json!({
                "posts": erased.posts,
                "cases": erased.cases,
                "files": erased.files,
                "deliveries": erased.deliveries,
            });
            Ok(done(&desk.visit, "/settings/data?done=erased", body))
        }
        Err(Error::Invalid { field: "word", .. }) if !desk.visit.json => {
            let fault = Some(desk.visit.words.t("erasure-wrong"));
            let page = whole(&desk, person, typed, fault).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Error::Held) if !desk.visit.json => {
            page_with(StatusCode::CONFLICT, &whole(&desk, person, typed, None).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn whole(
    desk: &Desk,
    id: PersonId,
    typed: &str,
    fault: Option<String>,
) -> Result<ErasurePage, Problem> {
    let Erasing { person, going, word } = desk.visit.state.engage.erasing(&desk.staff, id).await?;
    Ok(ErasurePage {
        w: desk.visit.words,
        frame: desk.visit.frame(PATH).await,
        action: format!("/persons/{id}/erasure"),
        name: person.name.clone(),
        handles: handles(&person),
        going: goes(desk.visit.words, &going),
        word,
        typed: typed.to_owned(),
        fault,
        held: person.held,
    })
}

fn goes(w: Words, going: &Going) -> Vec<Goes> {
    let all = [
        ("goes-posts", going.posts),
        ("goes-answers", going.answers),
        ("goes-cases", going.cases),
        ("goes-notes", going.notes),
        ("goes-identities", going.identities),
        ("goes-facts", going.facts),
        ("goes-files", going.files),
    ];
    all.iter().map(|(key, n)| Goes { count: number(w, *n), what: w.t(key) }).collect()
}
