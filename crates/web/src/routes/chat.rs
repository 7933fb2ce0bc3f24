//! The web chat for pages of others: its script, its window, and the first message.

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use earshot_engage::rooms::{LARGEST_FILE, Said};
use earshot_listen::Connector;
use earshot_model::AccountId;
use serde_json::json;

use super::room_talk::{refused, told};
use crate::answer::{page, page_with};
use crate::assets;
use crate::form::{Asked, At};
use crate::guest::gate::Stranger;
use crate::guest::message;
use crate::guest::meter::CHATS;
use crate::headers::FramedBy;
use crate::pages::chat::ChatPage;
use crate::pages::frame::Theme;
use crate::pages::mark::{Face, Shape};
use crate::pages::room::RoomShutPage;
use crate::problem::{Answer, Problem};
use crate::show::room::{ACCEPT, script};
use crate::visit::Visit;
use crate::words::{Locale, Words};

/// `GET /widget.js`: the script that other pages load. It keeps its address, so it is asked for again
/// every hour.
pub(crate) async fn widget() -> Answer {
    let name = assets::path("widget.js").trim_start_matches("/assets/");
    let asset = assets::lookup(name).ok_or_else(Problem::not_found)?;
    let mut response = Response::new(Body::from(asset.bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// `GET /chat/{account}`: the window. Only the pages that the account names may frame it.
pub(crate) async fn show(visit: Visit, at: At, asked: Asked) -> Answer {
    let theme = Theme::parse(asked.text("theme"));
    let words = match asked.text("lang") {
        "de" => Words::new(Locale::De),
        "en" => Words::new(Locale::En),
        _ => visit.words,
    };
    let window = match at.get::<AccountId>("account") {
        Ok(account) => visit.state.engage.chat_window(account).await?,
        Err(_) => None,
    };
    let Some(window) = window else {
        return page_with(StatusCode::NOT_FOUND, &RoomShutPage::lost(words, theme));
    };
    let mut response = page(&ChatPage {
        w: words,
        theme,
        account: window.account.to_string(),
        face: Face::new(&window.title, &window.title, Shape::Brand),
        title: window.title,
        greeting: window.greeting,
        here: window.here,
        accept: ACCEPT,
        largest: LARGEST_FILE,
        script: script(words),
    })?;
    response.extensions_mut().insert(FramedBy(window.origins));
    Ok(response)
}

/// `POST /chat/{account}/rooms`: the first message of a visitor makes their room.
pub(crate) async fn begin(
    Extension(stranger): Extension<Stranger>,
    at: At,
    request: Request,
) -> Answer {
    let account: AccountId = at.get("account")?;
    let state = stranger.visit.state.clone();
    stranger.take(CHATS)?;
    let form = message::of_stranger(request).await?;
    let engage = &state.engage;
    let said =
        Said { key: form.read("key")?, text: form.text("text").to_owned(), files: Vec::new() };
    // What would be refused makes no room.
    let at_fault = |error| told(stranger.visit.words, error);
    engage.may_be_said(&said).map_err(at_fault)?;
    let name = stranger.visit.words.t("chat-visitor");
    let begun = engage.begin_chat(account, form.text("seed"), form.text("name"), &name).await?;
    let (visitor, secret) = begun;
    let word = engage.guest_says(&visitor, said).await.map_err(at_fault)?;
    let from = Connector { org: visitor.org, account: word.account };
    state.listen.spoken(from, word.event).await.map_err(refused)?;
    let body = json!({ "room": visitor.room.id, "secret": secret, "id": word.id });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}
