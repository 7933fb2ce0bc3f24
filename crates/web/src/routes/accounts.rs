//! `GET` and `POST /settings/accounts`, `POST /settings/accounts/{account}/probe` and `/switch`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::Error;
use earshot_engage::channels::{About, Fields};
use earshot_model::AccountId;
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::accounts::AccountsPage;
use crate::pages::case::{Choice, Notice};
use crate::problem::{Answer, Problem};
use crate::show::accounts::{card, fields};
use crate::visit::Desk;

/// The path.
const PATH: &str = "/settings/accounts";

/// All accounts, and the form for one more; `channel=` chooses which.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let notice = match asked.text("done") {
        word @ ("connected" | "probed" | "added" | "stopped" | "paused" | "resumed"
        | "rooms-saved") => Some(Notice { tone: "good", text: w.t(format!("account-{word}")) }),
        _ => None,
    };
    page(&whole(&desk, asked.text("channel"), notice, None).await?)
}

/// Connects an account, once its channel has said who it is.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let channel = form.text("channel");
    let made = desk.visit.state.engage.connect_channel(&desk.staff, channel, &typed(&form)).await;
    match made {
        Ok(made) if desk.visit.json => {
            let standing = &made.standing;
            let body = json!({
                "id": made.account.id,
                "handle": standing.handle,
                "name": standing.name,
                "server": standing.server,
            });
            Ok((StatusCode::CREATED, Json(body)).into_response())
        }
        Ok(made) => {
            let to = format!("{PATH}?done=connected#account-{}", made.account.id);
            Ok(done(&desk.visit, &to, json!({ "id": made.account.id })))
        }
        Err(error) if is_typed(&error) && !desk.visit.json => {
            let refused = Some((&form, error.to_string()));
            let page = whole(&desk, channel, None, refused).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks the channel again, with a new login where one was typed.
pub(crate) async fn probe(desk: Desk, at: At, form: Form) -> Answer {
    let id: AccountId = at.get("account")?;
    let typed = typed(&form);
    let new = typed.values().any(|value| !value.is_empty()).then_some(&typed);
    match desk.visit.state.engage.probe_channel(&desk.staff, id, new).await {
        Ok(probe) => {
            let to = format!("{PATH}?done=probed#account-{id}");
            Ok(done(&desk.visit, &to, json!({ "handle": probe.standing.handle })))
        }
        Err(error) if is_typed(&error) && !desk.visit.json => {
            let notice = Notice { tone: "bad", text: error.to_string() };
            let page = whole(&desk, "", Some(notice), None).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Switches an account off, or on again.
pub(crate) async fn switch(desk: Desk, at: At, form: Form) -> Answer {
    let id: AccountId = at.get("account")?;
    let on = form.text("on") == "true";
    desk.visit.state.engage.switch_account(&desk.staff, id, on).await?;
    let word = if on { "resumed" } else { "paused" };
    Ok(done(&desk.visit, &format!("{PATH}?done={word}#account-{id}"), json!({ "on": on })))
}

/// Whether it can be mended by typing something else, or later.
const fn is_typed(error: &Error) -> bool {
    matches!(error, Error::Invalid { .. } | Error::Taken { .. } | Error::Channel(_))
}

fn typed(form: &Form) -> Fields {
    let ours = form.0.iter().filter(|(key, _)| key != "channel" && key != "csrf");
    ours.cloned().collect()
}

/// The page with what it has to say.
async fn whole(
    desk: &Desk,
    channel: &str,
    notice: Option<Notice>,
    refused: Option<(&Form, String)>,
) -> Result<AccountsPage, Problem> {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let engage = &desk.visit.state.engage;
    let all = engage.account_health(&desk.staff).await?;
    let spoken = engage.spoken_channels();
    let chosen = spoken.iter().find(|about| about.kind == channel).or(spoken.first());
    let chosen: Option<&'static About> = chosen.copied();
    let base = desk.visit.base();
    let (form, fault) = refused.unzip();
    Ok(AccountsPage {
        w,
        frame: desk.visit.frame(super::data::PATH).await,
        notice,
        accounts: all.iter().map(|one| card(&lens, &spoken, &base, one)).collect(),
        days: engage.link_days(&desk.staff).await?,
        channels: spoken
            .iter()
            .map(|about| Choice {
                value: about.kind.to_owned(),
                label: about.name.to_owned(),
                chosen: chosen.is_some_and(|chosen| chosen.kind == about.kind),
            })
            .collect(),
        channel: chosen.map(|about| about.kind.to_owned()).unwrap_or_default(),
        fields: chosen.map(|about| fields(w, about, form)).unwrap_or_default(),
        fault,
    })
}
