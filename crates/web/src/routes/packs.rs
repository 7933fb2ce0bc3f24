//! `GET` and `POST /listeners/packs`: ready-made listeners.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::acts::NewListener;
use earshot_engage::packs::{Blank, Pack, pack, packs};
use earshot_model::ListenerPurpose;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::Form;
use crate::pages::mark::Chip;
use crate::pages::packs::{BlankView, PackGroup, PackView, PacksPage};
use crate::problem::{Answer, Problem};
use crate::routes::listeners::tabs;
use crate::visit::Desk;
use crate::words::Words;

const BLANKS: [Blank; 3] = [Blank::Brand, Blank::Competitor, Blank::Product];

/// All packs, with the brand's name in its blank.
pub(crate) async fn show(desk: Desk) -> Answer {
    page(&whole(&desk, None, None).await?)
}

/// Makes a resting listener of each chosen pack, so that it can be tried before it listens.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let chosen: Vec<&Pack> = keys(&form).filter_map(pack).collect();
    if chosen.is_empty() {
        let problem = desk.visit.words.t("packs-choose");
        let fault = Error::Invalid { field: "pack", problem };
        return refused(&desk, &form, fault).await;
    }
    match make(&desk, &form, &chosen).await {
        Ok(made) => Ok(done(&desk.visit, "/listeners", json!({ "made": made }))),
        Err(error) => refused(&desk, &form, error).await,
    }
}

fn keys(form: &Form) -> impl Iterator<Item = &str> {
    form.0.iter().filter(|(key, _)| key == "pack").map(|(_, value)| value.as_str())
}

/// Every query is read before the first listener is made.
async fn make(desk: &Desk, form: &Form, chosen: &[&Pack]) -> Result<usize, Error> {
    let fill = |pack: &&Pack| {
        let query = pack.fill(|blank| form.text(blank.word()))?;
        let name = title(desk.visit.words, pack);
        Ok(NewListener { name, purpose: pack.purpose, query, active: false })
    };
    let new: Vec<NewListener> = chosen.iter().map(fill).collect::<Result<_, Error>>()?;
    let made = new.len();
    for listener in new {
        desk.visit.state.engage.create_listener(&desk.staff, listener).await?;
    }
    Ok(made)
}

async fn refused(desk: &Desk, form: &Form, error: Error) -> Answer {
    let about_form = matches!(error, Error::Query(_) | Error::Invalid { .. } | Error::Taken { .. });
    if desk.visit.json || !about_form {
        return Err(error.into());
    }
    let page = whole(desk, Some(form), Some(&error)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn whole(
    desk: &Desk,
    form: Option<&Form>,
    error: Option<&Error>,
) -> Result<PacksPage, Problem> {
    let w = desk.visit.words;
    let frame = desk.visit.frame("/listeners").await;
    let there: Vec<String> = desk
        .visit
        .state
        .engage
        .listeners(&desk.staff)
        .await?
        .into_iter()
        .map(|row| row.name)
        .collect();
    let group = |(key, purposes): (&str, &[ListenerPurpose])| PackGroup {
        title: w.t(key),
        packs: packs()
            .iter()
            .filter(|pack| purposes.contains(&pack.purpose))
            .map(|pack| view(w, pack, form, &there))
            .collect(),
    };
    let blank = |blank: &Blank| BlankView {
        name: blank.word(),
        label: w.t(format!("blank-{}", blank.word())),
        hint: w.t(format!("blank-{}-hint", blank.word())),
        value: match (form, blank) {
            (Some(form), _) => form.text(blank.word()).to_owned(),
            (None, Blank::Brand) => frame.brand.clone(),
            _ => String::new(),
        },
        fault: match error {
            Some(Error::Invalid { field, .. }) if *field == blank.word() => {
                Some(w.t("blank-empty"))
            }
            _ => None,
        },
    };
    use ListenerPurpose::{Care, Churn, Competitor, Exclusion, Launch};
    let groups: [(&str, &[ListenerPurpose]); 3] = [
        ("packs-care", &[Care, Churn]),
        ("packs-market", &[Competitor, Launch]),
        ("packs-exclusion", &[Exclusion]),
    ];
    Ok(PacksPage {
        w,
        tabs: tabs(w, "/listeners/packs"),
        blanks: BLANKS.iter().map(blank).collect(),
        groups: groups.into_iter().map(group).collect(),
        fault: error.map(ToString::to_string),
        frame,
    })
}

fn view(w: Words, pack: &Pack, form: Option<&Form>, there: &[String]) -> PackView {
    let example = pack.finds.first().map(String::as_str).unwrap_or_default();
    let named = |text: &str, blank: Blank| {
        text.replace(
            &format!("{{{}}}", blank.word()),
            &w.t(format!("blank-{}-example", blank.word())),
        )
    };
    let name = title(w, pack);
    PackView {
        key: pack.key,
        about: w.t(format!("pack-{}-about", pack.key)),
        needs: pack
            .asks
            .iter()
            .map(|blank| Chip::plain(w.t(format!("blank-{}", blank.word()))))
            .collect(),
        example: BLANKS.into_iter().fold(example.to_owned(), |text, blank| named(&text, blank)),
        chosen: form.is_some_and(|form| keys(form).any(|key| key == pack.key)),
        there: there.contains(&name),
        name,
    }
}

/// What the listener of a pack is called.
fn title(w: Words, pack: &Pack) -> String {
    w.t(format!("pack-{}", pack.key))
}
