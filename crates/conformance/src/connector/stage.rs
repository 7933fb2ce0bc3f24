//! The core that is played: it stores, hands out, takes in, and misbehaves where it is told to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use earshot_channels::http::webhook::{Delivery, build, deliver};
use earshot_channels::http::{Limits, ProblemAnswer};
use earshot_egress::{Client, Policy};
use earshot_model::{Command, Instruments};
use tokio::net::TcpListener;

use super::cut::{Cuttable, Switch};
use super::scene::{Habit, Mood, Scene};
use crate::{Error, Link, link};

mod gate;
mod paths;

/// The played core. Clones are the same.
#[derive(Clone)]
pub(super) struct Stage(Arc<Inner>);

struct Inner {
    scene: Mutex<Scene>,
    link: Link,
    tools: Instruments,
    client: Client,
    webhook: Option<String>,
}

impl Stage {
    pub(super) fn new(
        link: Link,
        tools: Instruments,
        webhook: Option<String>,
    ) -> Result<Self, Error> {
        let allowed = webhook.as_deref().map(link::host).unwrap_or_default();
        let client = Client::new(Policy::default().allow(&allowed))?;
        let scene = Mutex::default();
        Ok(Self(Arc::new(Inner { scene, link, tools, client, webhook })))
    }

    pub(super) async fn serve(self, listener: TcpListener) {
        let app = Router::new()
            .route("/api/channel/v1/{account}/{*path}", axum::routing::any(answer))
            .fallback(nowhere)
            .layer(axum::extract::DefaultBodyLimit::max(Limits::BODY.saturating_mul(2)))
            .with_state(self);
        let service = app.into_make_service_with_connect_info::<Switch>();
        // It ends with the test.
        drop(axum::serve(Cuttable(listener), service).await);
    }

    /// What happened so far.
    pub(super) fn scene(&self) -> MutexGuard<'_, Scene> {
        self.0.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tools(&self) -> &Instruments {
        &self.0.tools
    }

    pub(super) fn link(&self) -> &Link {
        &self.0.link
    }

    pub(super) fn client(&self) -> &Client {
        &self.0.client
    }

    /// Where commands are posted to.
    pub(super) fn webhook(&self) -> &str {
        self.0.webhook.as_deref().unwrap_or_default()
    }

    /// Whether commands are posted, and not asked for.
    pub(super) fn hooked(&self) -> bool {
        self.0.webhook.is_some()
    }

    /// Waits until `done` gives something, for so long at the most.
    pub(super) async fn until<T>(
        &self,
        patience: Duration,
        mut done: impl FnMut(&Scene) -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + patience;
        loop {
            if let Some(found) = done(&self.scene()) {
                return Some(found);
            }
            if Instant::now() >= end {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Hands out commands: to whoever asks, or by POST.
    pub(super) async fn give(&self, commands: &[Command]) {
        if !self.hooked() {
            self.scene().waiting.extend(commands.iter().cloned());
            return;
        }
        for command in commands {
            let secrets = self.0.link.secret.as_slice();
            let now = self.0.tools.now();
            let Ok(request) = build(self.webhook(), secrets, command, now) else { continue };
            match deliver(&self.0.client, request).await {
                Ok(Delivery::Taken) => {}
                Ok(Delivery::Done(result) | Delivery::Failed(result)) => {
                    let told = super::scene::Told { command: command.id, result, mood: None };
                    self.scene().results.push(told);
                }
                Err(problem) => self.scene().wrong(Habit::Results, problem.to_string()),
            }
        }
    }
}

async fn nowhere(State(stage): State<Stage>, method: Method, uri: Uri) -> Response {
    stage.scene().wrong(Habit::Paths, format!("{method} {}", uri.path()));
    refuse(StatusCode::NOT_FOUND, "not-found", "there is no such path")
}

async fn answer(
    State(stage): State<Stage>,
    Path((account, path)): Path<(String, String)>,
    ConnectInfo(switch): ConnectInfo<Switch>,
    (method, uri): (Method, Uri),
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let what = format!("{method} {path}");
    if path != "openapi.json"
        && let Err(problem) = gate::prove(&stage, &account, &headers, &body)
    {
        stage.scene().wrong(Habit::Proof, format!("{what}: {problem}"));
        return refuse(StatusCode::UNAUTHORIZED, "unauthorized", &problem);
    }
    let query = uri.query().unwrap_or_default();
    paths::answer(&stage, &switch, (&method, &path, query), &body).await
}

fn refuse(status: StatusCode, problem: &str, message: &str) -> Response {
    let body =
        ProblemAnswer { problem: problem.to_owned(), message: message.to_owned(), field: None };
    (status, axum::Json(body)).into_response()
}

/// What a mood answers before anything is looked at.
fn moody(mood: Option<Mood>) -> Option<Response> {
    let Some(Mood::Busy(status, seconds)) = mood else { return None };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = refuse(status, "unavailable", "nothing happened: send the same again");
    response.headers_mut().insert("retry-after", seconds.into());
    Some(response)
}
