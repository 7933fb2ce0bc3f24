//! What goes wrong on any server that speaks HTTP, on request and counted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

use crate::broken::{dropped, slowly, truncated};
use crate::planned::Planned;

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strike {
    /// 429, to be asked again in a second: nothing was done.
    RateLimit,
    /// 503: nothing was done.
    ServerError,
    /// 401: nothing was done.
    Locked,
    /// The answer to a look comes a few bytes at a time, over two seconds.
    SlowBody,
    /// The answer ends in the middle.
    Truncated,
    /// It is done, and the connection breaks before the answer.
    AcceptThenDrop,
    /// It is done, and 502 is answered.
    AcceptThenFail,
}

/// The faults of one server. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Strikes(Arc<Mutex<Planned<Strike>>>);

impl Strikes {
    fn all(&self) -> MutexGuard<'_, Planned<Strike>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn plan(&self, strike: Strike, times: u32) {
        self.all().plan(strike, times);
    }

    pub(crate) fn hits(&self, strike: Strike) -> u32 {
        self.all().hits(strike)
    }

    fn strikes(&self, strike: Strike) -> bool {
        self.all().strikes(strike)
    }

    /// What every request passes.
    pub(crate) async fn pass(State(this): State<Self>, request: Request, next: Next) -> Response {
        if this.strikes(Strike::RateLimit) {
            return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]).into_response();
        }
        if this.strikes(Strike::ServerError) {
            return (StatusCode::SERVICE_UNAVAILABLE, "<html>Away</html>").into_response();
        }
        if this.strikes(Strike::Locked) {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let changes = request.method() == Method::POST;
        let answer = next.run(request).await;
        if changes && this.strikes(Strike::AcceptThenDrop) {
            return dropped();
        }
        if changes && this.strikes(Strike::AcceptThenFail) {
            return StatusCode::BAD_GATEWAY.into_response();
        }
        if !changes && this.strikes(Strike::SlowBody) {
            return slowly(answer).await;
        }
        if this.strikes(Strike::Truncated) {
            return truncated(answer).await;
        }
        answer
    }
}
