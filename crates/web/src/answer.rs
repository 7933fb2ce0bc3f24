//! The two shapes of an answer to a browser: a whole page, or the address where it goes on.

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HOST, REFERER};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use earshot_model::CaseId;
use serde::Serialize;

use crate::form::{Form, local};
use crate::problem::{Answer, Problem};
use crate::visit::Visit;

/// A whole page.
pub(crate) fn page(page: &impl Template) -> Answer {
    page_with(StatusCode::OK, page)
}

/// A whole page that tells of a refusal.
pub(crate) fn page_with(status: StatusCode, page: &impl Template) -> Answer {
    Ok((status, Html(page.render()?)).into_response())
}

/// After a change: 303 for a browser, `body` with 200 for a program.
pub(crate) fn done(visit: &Visit, to: &str, body: impl Serialize) -> Response {
    if visit.json { Json(body).into_response() } else { Redirect::to(to).into_response() }
}

/// The page from which a form about a case was sent, if it showed that case or a list; else the case
/// itself.
pub(crate) struct Back(Option<String>);

impl Back {
    /// Where it goes on after an act on this case, with what was done for the notice.
    pub(crate) fn to_case(&self, form: &Form, case: CaseId, done: &str) -> String {
        let whole = format!("/cases/{case}");
        let from = form.next().or_else(|| self.0.clone()).filter(|from| from.starts_with("/cases"));
        let query = from.as_deref().and_then(|from| from.split_once('?')).map(|(_, query)| query);
        let kept = query.unwrap_or_default().split('&').filter(|pair| {
            ["list=", "status=", "from=", "posts="].iter().any(|name| pair.starts_with(name))
        });
        let done = (!done.is_empty()).then(|| format!("done={done}"));
        let pairs: Vec<String> = kept.map(ToOwned::to_owned).chain(done).collect();
        if pairs.is_empty() { whole } else { format!("{whole}?{}", pairs.join("&")) }
    }
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Back {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let path = text(REFERER).zip(text(HOST)).and_then(|(from, host)| {
            let rest = from.strip_prefix("https://").or_else(|| from.strip_prefix("http://"))?;
            local(rest.strip_prefix(host)?)
        });
        Ok(Self(path.map(ToOwned::to_owned)))
    }
}
