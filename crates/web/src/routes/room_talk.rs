//! `POST` below `/room/{room}`: a guest speaks, takes words back, reads, wishes, proves.

use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use earshot_engage::rooms::{Proof, Said, Wish, Word};
use earshot_listen::Connector;
use serde_json::json;
use uuid::Uuid;

use crate::form::At;
use crate::guest::{Inside, message};
use crate::problem::{Answer, Problem};
use crate::session::GuestCookie;
use crate::words::Words;

/// For so long an answer waits until the inbound loop has worked on a word, so that a page without a
/// script shows it at once.
const PATIENCE: Duration = Duration::from_secs(2);
/// So often it looks.
const LOOK: Duration = Duration::from_millis(40);

/// Says something, or changes what was said.
pub(crate) async fn say(inside: Inside, request: Request) -> Answer {
    inside.say()?;
    let mut message = message::read(&inside, request).await?;
    let files = std::mem::take(&mut message.files);
    let form = &message.form;
    let engage = &inside.state().engage;
    let text = form.text("text").to_owned();
    let kept = |error: earshot_engage::Error| told(inside.visit.words, error).keep(&text);
    let word = match form.maybe::<Uuid>("edit")? {
        Some(key) => {
            let id = format!("{}:{key}", inside.visitor.room.id);
            engage.guest_edits(&inside.visitor, &id, &text).await.map_err(kept)?
        }
        None => {
            inside.send(&files).map_err(kept)?;
            let said = Said { key: form.read("key")?, text: text.clone(), files };
            engage.guest_says(&inside.visitor, said).await.map_err(kept)?
        }
    };
    heard(&inside, word).await
}

/// Takes words back.
pub(crate) async fn delete(inside: Inside, at: At, request: Request) -> Answer {
    inside.say()?;
    inside.must_be_in()?;
    let key: Uuid = at.get("key")?;
    message::fields_of(&inside, request).await?;
    let id = format!("{}:{key}", inside.visitor.room.id);
    let engage = &inside.state().engage;
    let word = engage.guest_deletes(&inside.visitor, &id).await?;
    let answer = heard(&inside, word).await?;
    engage.guest_deleted(&inside.visitor, &id).await?;
    Ok(answer)
}

/// The guest has read what stands there.
pub(crate) async fn read(inside: Inside, request: Request) -> Answer {
    inside.must_be_in()?;
    message::fields_of(&inside, request).await?;
    inside.state().engage.guest_reads(&inside.visitor).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// How they would rather be reached.
pub(crate) async fn wish(inside: Inside, request: Request) -> Answer {
    inside.say()?;
    inside.must_be_in()?;
    let form = message::fields_of(&inside, request).await?;
    let w = inside.visit.words;
    let (wish, words) = match form.text("how") {
        "call" => {
            let when = form.text("when").trim().to_owned();
            let key = if when.is_empty() { "room-said-call" } else { "room-said-call-when" };
            let words = w.t2(key, "to", "{to}", "when", "{when}");
            (Wish::Call { number: form.text("number").to_owned(), when }, words)
        }
        "mail" => {
            let words = w.t1("room-said-mail", "to", "{to}");
            (Wish::Mail { address: form.text("address").to_owned() }, words)
        }
        _ => (Wish::Here, w.t("room-said-here")),
    };
    let key = form.maybe("key")?.unwrap_or_else(|| inside.state().tools.id::<Uuid>());
    let engage = &inside.state().engage;
    let wished = engage.guest_wishes(&inside.visitor, wish, &words, key).await;
    let (word, wish) = wished.map_err(|error| told(w, error))?;
    let answer = heard(&inside, word).await?;
    engage.keep_wish(&inside.visitor, wish).await?;
    Ok(answer)
}

/// Types the code that went to the handle.
pub(crate) async fn prove(inside: Inside, request: Request) -> Answer {
    inside.code()?;
    let form = message::fields_of(&inside, request).await?;
    let (state, room) = (inside.state(), inside.visitor.room.id);
    let proved = state.engage.guest_proves(&inside.visitor, form.text("code")).await?;
    let (proof, secret) = proved;
    let (word, left) = match proof {
        Proof::Right => ("right", None),
        Proof::Wrong { left } => ("wrong", Some(left)),
        Proof::Over => ("over", None),
    };
    let mut response = if inside.visit.json {
        Json(json!({ "code": word, "left": left })).into_response()
    } else {
        Redirect::to(&format!("{}?code={word}", inside.path())).into_response()
    };
    if let Some(secret) = secret {
        let secure = state.is_secure();
        GuestCookie::of(room, secure).set(&mut response, &secret, secure);
    }
    Ok(response)
}

/// Hands a word to the inbound loop. Only then it is said.
async fn heard(inside: &Inside, word: Word) -> Answer {
    let state = inside.state();
    let from = Connector { org: inside.visitor.org, account: word.account };
    state.listen.spoken(from, word.event).await.map_err(refused)?;
    if inside.visit.json {
        return Ok((StatusCode::ACCEPTED, Json(json!({ "id": word.id }))).into_response());
    }
    let end = tokio::time::Instant::now() + PATIENCE;
    while !state.engage.stands_there(&inside.visitor, &word.id).await?
        && tokio::time::Instant::now() < end
    {
        tokio::time::sleep(LOOK).await;
    }
    Ok(Redirect::to(&format!("{}#end", inside.path())).into_response())
}

/// What is at fault with what a guest typed, in their language.
pub(crate) fn told(w: Words, error: earshot_engage::Error) -> Problem {
    let earshot_engage::Error::Invalid { field, .. } = &error else { return error.into() };
    let field = *field;
    let key = format!("room-refused-{field}");
    if w.knows(&key) { Problem::invalid(field, w.t(key)) } else { error.into() }
}

pub(crate) fn refused(error: earshot_listen::Error) -> Problem {
    match error {
        earshot_listen::Error::Full => {
            let mut problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE);
            problem.wait = Some(1);
            problem
        }
        earshot_listen::Error::Delivery(why) => Problem::invalid("text", why),
        other => Problem::broken(other),
    }
}
