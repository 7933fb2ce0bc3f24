//! What went wrong, as an answer: a page for people, `application/problem+json` for programs.

use std::ops::{Deref, DerefMut};

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use earshot_engage::Error;
use serde_json::json;

use crate::pages::problem::ProblemPage;
use crate::visit::Visit;

/// A refusal or a failure. It becomes a page or JSON at the gate, which knows the reader.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Details>);

/// What a problem is about.
#[derive(Debug, Clone)]
pub(crate) struct Details {
    pub(crate) status: StatusCode,
    /// What exactly, in the words of the crate that refused; shown to programs and in forms.
    pub(crate) detail: Option<String>,
    /// The field that it is about.
    pub(crate) field: Option<&'static str>,
    /// What was typed and must not be lost.
    pub(crate) kept: Option<String>,
    /// Where to go from here.
    pub(crate) back: Option<String>,
    /// Seconds to wait before the next try.
    pub(crate) wait: Option<i64>,
    /// What really happened, for the log alone.
    cause: Option<String>,
}

/// The result of a handler.
pub(crate) type Answer = Result<Response, Problem>;

impl Problem {
    /// A problem with this status.
    pub(crate) fn new(status: StatusCode) -> Self {
        Self(Box::new(Details {
            status,
            detail: None,
            field: None,
            kept: None,
            back: None,
            wait: None,
            cause: None,
        }))
    }

    /// There is nothing here, or nothing that this reader may know of.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// A value cannot be used.
    pub(crate) fn invalid(field: &'static str, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY);
        problem.detail = Some(detail.into());
        problem.field = Some(field);
        problem
    }

    /// Something broke on our side. The cause goes into the log, the reader gets a number.
    pub(crate) fn broken(cause: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR);
        problem.cause = Some(cause.to_string());
        problem
    }

    /// The same, and what was typed is shown again.
    pub(crate) fn keep(mut self, text: &str) -> Self {
        self.kept = Some(text.to_owned()).filter(|text| !text.is_empty());
        self
    }

    /// The answer for this reader. A failure of ours is logged with the number that the reader sees.
    pub(crate) async fn answer(self, visit: &Visit) -> Response {
        let trace = self.cause.as_ref().map(|cause| {
            let trace = visit.state.tools.id::<earshot_model::JobId>().to_string();
            tracing::error!(%trace, path = %visit.here, cause, "a request failed");
            trace
        });
        let mut response = if visit.json {
            self.json(visit, trace.as_deref())
        } else {
            self.page(visit, trace).await
        };
        if let Some(wait) = self.wait.and_then(|wait| HeaderValue::from_str(&wait.to_string()).ok())
        {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }

    fn json(&self, visit: &Visit, trace: Option<&str>) -> Response {
        let words = ProblemPage::new(
            visit.words,
            crate::pages::frame::Frame::default(),
            self.status.as_u16(),
        );
        let body = json!({
            "type": "about:blank",
            "title": words.title,
            "status": self.status.as_u16(),
            "detail": self.detail.as_deref().unwrap_or(&words.hint),
            "field": self.field,
            "trace": trace,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, body.to_string()).into_response()
    }

    async fn page(&self, visit: &Visit, trace: Option<String>) -> Response {
        let frame = visit.frame("").await;
        let mut page = ProblemPage::new(visit.words, frame, self.status.as_u16());
        page.kept = self.kept.clone();
        page.trace = trace;
        if let Some(back) = &self.back {
            page.back.clone_from(back);
        }
        match page.render() {
            Ok(html) => (self.status, axum::response::Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "the page of a problem could not be drawn");
                self.status.into_response()
            }
        }
    }
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

/// Carries the problem to the gate, which makes the body.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = Some(error.to_string());
        let (status, field, wait) = match error {
            Error::NotFound(_) => return Self::not_found(),
            Error::Forbidden(_) => (StatusCode::FORBIDDEN, None, None),
            Error::Invalid { field, .. } | Error::Taken { field } => {
                (StatusCode::UNPROCESSABLE_ENTITY, Some(field), None)
            }
            Error::Open(_) | Error::InUse { .. } => (StatusCode::CONFLICT, None, None),
            // What a channel refuses can be mended here, or comes right by itself.
            Error::Channel(_) => (StatusCode::UNPROCESSABLE_ENTITY, None, None),
            Error::Held => (StatusCode::CONFLICT, None, None),
            Error::Playbook(refusal) if refusal.is_conflict() => (StatusCode::CONFLICT, None, None),
            Error::Playbook(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some("playbook"), None),
            Error::Query(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some("query"), None),
            Error::BadLogin => (StatusCode::UNAUTHORIZED, Some("password"), None),
            Error::TooManyLogins { seconds } => {
                (StatusCode::TOO_MANY_REQUESTS, None, Some(seconds))
            }
            other if other.is_passing() => {
                tracing::warn!(%other, "a request was refused for now");
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE);
                problem.wait = Some(1);
                return problem;
            }
            other => return Self::broken(other),
        };
        let mut problem = Self::new(status);
        problem.detail = detail;
        problem.field = field;
        problem.wait = wait;
        problem
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::broken(error)
    }
}
