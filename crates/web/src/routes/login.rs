//! `GET` and `POST /login`.

use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use earshot_engage::Error;
use earshot_engage::staff::LogIn;

use crate::answer::{page, page_with};
use crate::form::{Asked, Form, local};
use crate::pages::entry::LoginPage;
use crate::peer;
use crate::problem::{Answer, Problem};
use crate::session::Cookie;
use crate::visit::Visit;

/// Where somebody lands who asked for nothing.
const DESK: &str = "/cases";

/// The form. Who is logged in already goes on to the desk.
pub(crate) async fn show(visit: Visit, asked: Asked) -> Answer {
    let next = local(asked.text("next")).unwrap_or(DESK);
    if visit.staff.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let organization = Some(asked.text("organization")).filter(|slug| !slug.is_empty());
    let blank = Form(Vec::new());
    page(&form_page(&visit, &blank, next, organization.map(ToOwned::to_owned), None).await)
}

/// Checks address and password. A login that succeeds gets a fresh session, whatever cookie came.
pub(crate) async fn submit(
    visit: Visit,
    extensions: Extensions,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let next = local(form.text("next")).unwrap_or(DESK);
    let slug =
        Some(form.text("organization")).filter(|slug| !slug.is_empty()).map(ToOwned::to_owned);
    let from = peer::sender(&visit.state, &extensions, &headers);
    let attempt = LogIn {
        slug: slug.clone(),
        email: form.text("email").to_owned(),
        password: form.text("password").to_owned(),
        from,
    };
    let refused = match visit.state.engage.log_in(attempt).await {
        Ok(entered) => {
            let mut response = Redirect::to(next).into_response();
            Cookie::Login.set(&mut response, &entered.token, visit.state.is_secure());
            return Ok(response);
        }
        Err(refused) => refused,
    };
    if visit.json {
        return Err(refused.into());
    }
    let w = visit.words;
    let (status, error, slug) = match &refused {
        Error::BadLogin => (StatusCode::UNAUTHORIZED, w.t("login-wrong"), slug),
        Error::TooManyLogins { .. } => (StatusCode::TOO_MANY_REQUESTS, w.t("login-slow"), slug),
        Error::Invalid { field: "organization", .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, w.t("login-which"), Some(slug.unwrap_or_default()))
        }
        _ => return Err(Problem::from(refused)),
    };
    page_with(status, &form_page(&visit, &form, next, slug, Some(error)).await)
}

async fn form_page(
    visit: &Visit,
    form: &Form,
    next: &str,
    organization: Option<String>,
    error: Option<String>,
) -> LoginPage {
    LoginPage {
        w: visit.words,
        frame: visit.frame("").await,
        organization,
        email: form.text("email").to_owned(),
        error,
        next: next.to_owned(),
        demo: visit.state.demo.to_vec(),
    }
}
