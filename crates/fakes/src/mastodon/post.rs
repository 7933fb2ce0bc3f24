//! `POST /api/v1/statuses`: the brand posts, with the faults that were planned.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::world::NewStatus;
use super::{FakeMastodon, MastodonFault as F};
use crate::Moment;
use crate::broken::dropped;

#[derive(Deserialize)]
pub(super) struct Form {
    status: String,
    #[serde(default)]
    in_reply_to_id: Option<String>,
    #[serde(default)]
    visibility: Option<String>,
}

pub(super) async fn create(
    State(fake): State<FakeMastodon>,
    headers: HeaderMap,
    Json(form): Json<Form>,
) -> Response {
    if let Some(refused) = refused(&fake, &form) {
        return refused;
    }
    if fake.world().faults.strikes(F::RevokedRight) {
        let body = json!({ "error": "This action is outside the authorized scopes" });
        return (StatusCode::FORBIDDEN, Json(body)).into_response();
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let key = key.map(str::to_owned);
    let mark = key.clone().unwrap_or_default();
    fake.inner.halts.pass(Moment::Handed, &mark).await;
    let late = {
        let mut world = fake.world();
        world.faults.strikes(F::AcceptLate).then_some(world.late)
    };
    if let Some(late) = late {
        // Whoever asked may have hung up by then: it is posted all the same.
        let late = tokio::spawn(async move {
            tokio::time::sleep(late).await;
            shown(&fake, form, key)
        });
        return late.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    }
    let answer = shown(&fake, form, key);
    fake.inner.halts.pass(Moment::Shown, &mark).await;
    let (drops, fails) = {
        let faults = &mut fake.world().faults;
        (faults.strikes(F::AcceptThenDrop), faults.strikes(F::AcceptThenFail))
    };
    if drops {
        return dropped();
    }
    if fails {
        return (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response();
    }
    fake.inner.halts.mark(Moment::Answered, &mark);
    answer
}

fn refused(fake: &FakeMastodon, form: &Form) -> Option<Response> {
    let world = fake.world();
    let gone = form
        .in_reply_to_id
        .as_ref()
        .is_some_and(|id| id.parse().ok().and_then(|id| world.standing(id)).is_none());
    if gone {
        return Some(super::api::nothing());
    }
    let problem = match form.status.chars().count() {
        0 => "Validation failed: Text can't be blank",
        501.. => "Validation failed: Text limit of 500 exceeded",
        _ => return None,
    };
    Some((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": problem }))).into_response())
}

fn shown(fake: &FakeMastodon, form: Form, key: Option<String>) -> Response {
    let now = fake.inner.clock.now();
    let new = NewStatus {
        author: String::new(),
        text: form.status,
        in_reply_to: form.in_reply_to_id,
        visibility: form.visibility,
    };
    let mut world = fake.world();
    let (id, news) = world.answer(new, key, now);
    let told = world.standing(id).map(|status| world.status(status));
    drop(world);
    fake.tell(news);
    told.map_or_else(super::api::nothing, |status| Json(status).into_response())
}
