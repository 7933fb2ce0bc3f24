//! The connector that sent a request, and the body that it sent.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use earshot_listen::Connector;
use earshot_listen::protocol::{BatchProblem, Limits};
use earshot_model::Account;

use super::refusal::Refusal;

/// A connector that proved itself at the gate.
pub(crate) struct From(pub(crate) Connector);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let account = parts.extensions.get::<Account>().ok_or_else(Refusal::unauthorized)?;
        Ok(Self(Connector::from(account)))
    }
}

/// The bytes of a body, never more than the protocol allows.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        // What is announced as too long is not read at all.
        let announced = parts
            .headers
            .get("content-length")
            .and_then(|length| length.to_str().ok()?.parse().ok());
        if let Some(size) = announced.filter(|size| *size > Limits::BODY) {
            return Err(Refusal::from(&BatchProblem::TooLong { size }));
        }
        read(body).await.map(Self)
    }
}

/// For so long a body may take to arrive.
const LONGEST: Duration = Duration::from_secs(30);

async fn read(body: Body) -> Result<Bytes, Refusal> {
    let read = tokio::time::timeout(LONGEST, to_bytes(body, Limits::BODY)).await;
    let read = read.map_err(|_| {
        let message = format!("the body took more than {} seconds: send less", LONGEST.as_secs());
        Refusal::new(StatusCode::REQUEST_TIMEOUT, "too-slow", message)
    })?;
    read.map_err(|cause| {
        // The limit says so itself; anything else is a connection that broke.
        if cause.to_string().contains("limit") {
            Refusal::from(&BatchProblem::TooLong { size: Limits::BODY + 1 })
        } else {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                "body-unreadable",
                "the body broke off: send it again",
            )
        }
    })
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, Bytes};
    use axum::http::StatusCode;
    use axum::response::IntoResponse as _;

    use super::read;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_given_up() {
        let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let refused = read(Body::from_stream(never)).await.expect_err("it never ends");
        assert_eq!(refused.into_response().status(), StatusCode::REQUEST_TIMEOUT);
    }
}
