//! Refusals of the channel protocol: always JSON, always with a word for programs.

use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use earshot_listen::protocol::{BatchProblem, ProblemAnswer};

/// A status with the body that the protocol promises.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: ProblemAnswer,
    /// Seconds after which to come again.
    wait: Option<i64>,
}

/// The result of a handler of the protocol.
pub(crate) type Told = Result<Response, Refusal>;

impl Refusal {
    /// A refusal with its word and what to do.
    pub(crate) fn new(status: StatusCode, problem: &str, message: impl Into<String>) -> Self {
        let body =
            ProblemAnswer { problem: problem.to_owned(), message: message.into(), field: None };
        Self { status, body, wait: None }
    }

    /// This account sends more than its share.
    pub(crate) fn too_many(seconds: i64) -> Self {
        let message = "this account sends more than its share: wait, then send the same again";
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", message);
        Self { wait: Some(seconds), ..refusal }
    }

    /// Token or signature is missing, wrong, used before, or not of the account in the path.
    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send the token of this account as Authorization: Bearer TOKEN, or sign the request anew",
        )
    }

    /// There is nothing under this name.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("there is no such {what}"))
    }

    /// Nothing happened; the same request may be sent again. The cause goes into the log.
    pub(crate) fn unavailable(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request of a connector failed");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "nothing was stored: send the same request again",
        )
    }
}

impl From<&BatchProblem> for Refusal {
    fn from(problem: &BatchProblem) -> Self {
        let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::BAD_REQUEST);
        Self { status, body: ProblemAnswer::from(problem), wait: None }
    }
}

impl From<earshot_listen::Error> for Refusal {
    fn from(error: earshot_listen::Error) -> Self {
        match error {
            earshot_listen::Error::Batch(problem) => Self::from(&problem),
            full @ earshot_listen::Error::Full => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", full.to_string())
            }
            other => Self::unavailable(other),
        }
    }
}

impl From<earshot_engage::Error> for Refusal {
    fn from(error: earshot_engage::Error) -> Self {
        match error {
            earshot_engage::Error::NotFound(what) => Self::not_found(what),
            other => Self::unavailable(other),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let wait = self.wait.and_then(|wait| HeaderValue::from_str(&wait.to_string()).ok());
        let extra = match self.status {
            StatusCode::TOO_MANY_REQUESTS => {
                (RETRY_AFTER, wait.unwrap_or(HeaderValue::from_static("1")))
            }
            StatusCode::UNAUTHORIZED => (WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                (RETRY_AFTER, HeaderValue::from_static("1"))
            }
            _ => return response,
        };
        response.headers_mut().insert(extra.0, extra.1);
        response
    }
}
