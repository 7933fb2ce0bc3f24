//! Every request passes here before its handler: who is it, may they, and did they mean it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use earshot_engage::staff::Staff;

use crate::api::proof;
use crate::csrf;
use crate::form::Form;
use crate::guest;
use crate::problem::Problem;
use crate::router::Access;
use crate::session::Cookie;
use crate::state::State;
use crate::visit::Visit;

/// The most bytes of a form: the longest text, thrice for its encoding, and room for the rest.
const LONGEST_FORM: usize = 512 * 1024;
/// The most bytes of the form of somebody whom nobody knows: a login, or words that were typed before
/// the login ended.
const STRANGERS_FORM: usize = 64 * 1024;
/// For so long a form may take to arrive.
const LONGEST: Duration = Duration::from_secs(30);

/// Where tokens of programs count.
const PROGRAMS: &str = "/api/v1/";
/// Scripts send it with what no person asked for.
const UNATTENDED: &str = "earshot-unattended";

/// Lets a request through to its handler, or answers in its place.
pub(crate) async fn pass(state: State, access: Access, request: Request, next: Next) -> Response {
    match access {
        Access::Connector => return proof::pass(&state, request, next).await,
        Access::Guest => return guest::gate::pass(&state, request, next).await,
        Access::Stranger => return guest::gate::pass_stranger(&state, request, next).await,
        Access::Public | Access::LoggedIn | Access::Needs(_) => {}
    }
    let (mut parts, body) = request.into_parts();
    let staff = match who(&state, &parts).await {
        Ok(staff) => staff,
        Err(problem) => return problem.answer(&Visit::new(&state, &parts, None)).await,
    };
    let most = if staff.is_some() { LONGEST_FORM } else { STRANGERS_FORM };
    let visit = Visit::new(&state, &parts, staff);
    let let_in = allowed(&visit, access, &parts, &Form::default()).is_ok();
    let form = match form_of(&parts, body, most).await {
        Ok(form) => form,
        // Who is not let in is told that, whatever they sent.
        Err(_) if !let_in => Form::default(),
        Err(problem) => return problem.answer(&visit).await,
    };
    // Whoever is not let in is told that first, and not that their form is old. They get their words
    // back.
    let checked = allowed(&visit, access, &parts, &form)
        .and_then(|()| meant(&state, &visit, &parts, &form).map_err(Refused::Problem));
    match checked {
        Ok(()) => {}
        Err(Refused::LogIn(address)) => return Redirect::to(&address).into_response(),
        Err(Refused::Problem(problem)) => return problem.answer(&visit).await,
    }
    parts.extensions.insert(visit.clone());
    parts.extensions.insert(form);
    let response = next.run(Request::from_parts(parts, Body::empty())).await;
    finish(&visit, access, response).await
}

/// Makes the body of a problem, and hands out the token of forms.
async fn finish(visit: &Visit, access: Access, mut response: Response) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.answer(visit).await;
    }
    if visit.fresh && access == Access::Public && !visit.json && is_page(&response) {
        Cookie::Form.set(&mut response, &visit.csrf, visit.state.is_secure());
    }
    response
}

pub(crate) fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Programs prove themselves with a token, and only where programs read; browsers with their cookie.
/// Whoever sends a token is judged by it alone.
async fn who(state: &State, parts: &Parts) -> Result<Option<Arc<Staff>>, Problem> {
    let headers = &parts.headers;
    if parts.uri.path().starts_with(PROGRAMS) && headers.contains_key(AUTHORIZATION) {
        return match proof::bearer(headers) {
            Some(token) => Ok(state.engage.program(token).await?.map(Arc::new)),
            None => Ok(None),
        };
    }
    match Cookie::Login.read(headers, state.is_secure()) {
        Some(token) if is_unattended(parts) => {
            Ok(state.engage.who_unattended(token).await?.map(Arc::new))
        }
        Some(token) => Ok(state.engage.who(token).await?.map(Arc::new)),
        None => Ok(None),
    }
}

/// What a screen asks by itself while nobody need be there: it does not make a login last. The stream
/// opens again whenever it broke, and a browser sends no header with it.
fn is_unattended(parts: &Parts) -> bool {
    parts.uri.path() == "/live" || parts.headers.contains_key(UNATTENDED)
}

enum Refused {
    LogIn(String),
    Problem(Problem),
}

fn allowed(visit: &Visit, access: Access, parts: &Parts, form: &Form) -> Result<(), Refused> {
    let refuse = |status| Refused::Problem(Problem::new(status).keep(form.text("text")));
    match (access, &visit.staff) {
        (Access::Public, _) | (Access::LoggedIn, Some(_)) => Ok(()),
        (Access::Needs(permission), Some(staff)) if staff.eyes.holds(permission) => Ok(()),
        (Access::Needs(_), Some(_)) => Err(refuse(StatusCode::FORBIDDEN)),
        (_, None) if is_read(parts) && wants_page(parts) && !visit.json => {
            Err(Refused::LogIn(log_in(&visit.here)))
        }
        (_, None) => {
            let mut problem = Problem::new(StatusCode::UNAUTHORIZED).keep(form.text("text"));
            problem.back = Some("/login".to_owned());
            Err(Refused::Problem(problem))
        }
        (Access::Connector | Access::Guest | Access::Stranger, Some(_)) => {
            Err(refuse(StatusCode::FORBIDDEN))
        }
    }
}

fn is_read(parts: &Parts) -> bool {
    parts.method == Method::GET || parts.method == Method::HEAD
}

/// A stream of events cannot follow to a page.
fn wants_page(parts: &Parts) -> bool {
    let accept = parts.headers.get("accept").and_then(|accept| accept.to_str().ok());
    !accept.is_some_and(|accept| accept.starts_with("text/event-stream"))
}

/// The sign-in page that comes back here.
fn log_in(here: &str) -> String {
    let next: String = here
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("/login?next={next}")
}

/// Whether a request that changes something was meant by its sender.
fn meant(state: &State, visit: &Visit, parts: &Parts, form: &Form) -> Result<(), Problem> {
    if is_read(parts) {
        return Ok(());
    }
    let given = parts.headers.get(csrf::HEADER).and_then(|value| value.to_str().ok());
    let given = given.unwrap_or_else(|| form.text(csrf::FIELD));
    if csrf::is_foreign(state, &parts.headers) || !csrf::same(&visit.csrf, given) {
        return Err(Problem::new(StatusCode::FORBIDDEN).keep(form.text("text")));
    }
    Ok(())
}

/// The form in a body of at most so many bytes.
async fn form_of(parts: &Parts, body: Body, most: usize) -> Result<Form, Problem> {
    if is_read(parts) {
        return Ok(Form::default());
    }
    let bytes = tokio::time::timeout(LONGEST, to_bytes(body, most))
        .await
        .map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT))?
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    if bytes.is_empty() {
        return Ok(Form::default());
    }
    let request = Request::from_parts(parts.clone(), Body::from(bytes));
    if is_multipart(parts) {
        return fields_of(request).await.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST));
    }
    match axum::Form::<Vec<(String, String)>>::from_request(request, &()).await {
        Ok(axum::Form(pairs)) => Ok(Form(pairs)),
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST)),
    }
}

/// Whether a form carries files.
fn is_multipart(parts: &Parts) -> bool {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The fields of a form with files. A file is the field of its name, read as text.
async fn fields_of(request: Request) -> Option<Form> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    let mut fields = Vec::new();
    while let Some(field) = parts.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.ok()?;
        fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Some(Form(fields))
}
