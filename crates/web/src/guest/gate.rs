//! Every request of a guest passes here: which browser is it, and did it mean this.

use std::net::IpAddr;

use axum::extract::{FromRequestParts as _, RawPathParams, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use earshot_model::RoomId;

use super::inside::{Inside, too_many};
use super::meter::{ASKS, Allowance, EVERYBODY, Who};
use crate::answer::page_with;
use crate::api::proof::bearer;
use crate::csrf;
use crate::gate::is_page;
use crate::pages::room::RoomShutPage;
use crate::peer;
use crate::problem::Problem;
use crate::session::{Cookie, GuestCookie};
use crate::state::State;
use crate::visit::Visit;

/// Lets a guest through to their room. Whoever the room does not know is told that there is nothing.
pub(crate) async fn pass(state: &State, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::new(state, &parts, None);
    let inside = match find(state, &visit, &mut parts).await {
        Ok(Some(inside)) => inside,
        Ok(None) if visit.json => return Problem::not_found().answer(&visit).await,
        Ok(None) => return lost(&visit).await,
        Err(problem) => return problem.answer(&visit).await,
    };
    if let Err(problem) = admitted(state, &inside, &parts) {
        return problem.answer(&visit).await;
    }
    parts.extensions.insert(visit.clone());
    parts.extensions.insert(inside);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.answer(&visit).await;
    }
    if visit.fresh && is_page(&response) {
        Cookie::Form.set(&mut response, &visit.csrf, state.is_secure());
    }
    response
}

/// Somebody of whom nothing is known.
#[derive(Clone)]
pub(crate) struct Stranger {
    pub(crate) visit: Visit,
    from: Option<IpAddr>,
}

impl Stranger {
    /// Takes one of what their network may do; of what everybody may, where that is not known.
    pub(crate) fn take(&self, allowance: Allowance) -> Result<(), Problem> {
        let who = self.from.map_or(Who::Anybody, Who::From);
        let state = &self.visit.state;
        let allowance = if self.from.is_some() { allowance } else { EVERYBODY };
        state.meter.take(who, allowance, state.tools.now()).map_err(too_many)
    }
}

/// Lets somebody through of whom nothing is known, if the request comes from a page of ours.
pub(crate) async fn pass_stranger(state: &State, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::new(state, &parts, None);
    if csrf::is_foreign(state, &parts.headers) {
        return Problem::new(StatusCode::FORBIDDEN).answer(&visit).await;
    }
    let from = peer::sender(state, &parts.extensions, &parts.headers);
    parts.extensions.insert(Stranger { visit: visit.clone(), from });
    parts.extensions.insert(visit.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem.answer(&visit).await,
        None => response,
    }
}

/// Whether the request comes from a page of ours, and not too often.
fn admitted(state: &State, inside: &Inside, parts: &Parts) -> Result<(), Problem> {
    inside.take(ASKS)?;
    let reads = parts.method == Method::GET || parts.method == Method::HEAD;
    if !reads && csrf::is_foreign(state, &parts.headers) {
        return Err(Problem::new(StatusCode::FORBIDDEN));
    }
    Ok(())
}

async fn find(state: &State, visit: &Visit, parts: &mut Parts) -> Result<Option<Inside>, Problem> {
    let Some(room) = room_of(parts).await else { return Ok(None) };
    let cookie = GuestCookie::of(room, state.is_secure());
    let by_header = parts.headers.contains_key(AUTHORIZATION);
    let secret = if by_header { bearer(&parts.headers) } else { cookie.read(&parts.headers) };
    let Some(secret) = secret else { return Ok(None) };
    let Some(visitor) = state.engage.visitor(room, secret).await? else { return Ok(None) };
    Ok(Some(Inside {
        visit: visit.clone(),
        visitor,
        secret: secret.to_owned(),
        from: peer::sender(state, &parts.extensions, &parts.headers),
        by_header,
    }))
}

async fn room_of(parts: &mut Parts) -> Option<RoomId> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    params.iter().find(|(key, _)| *key == "room")?.1.parse().ok()
}

/// The page for a browser that this room does not know.
async fn lost(visit: &Visit) -> Response {
    let page = RoomShutPage::lost(visit.words, visit.theme);
    match page_with(StatusCode::NOT_FOUND, &page) {
        Ok(response) => response,
        Err(problem) => problem.answer(visit).await,
    }
}
