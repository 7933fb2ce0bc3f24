//! The one table of routes. Nothing is routed without an entry here, and an entry says who may.

use axum::Router;
use axum::extract::{Request, State as Held};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use earshot_model::Permission;

use crate::problem::Problem;
use crate::state::State;
use crate::visit::Visit;
use crate::{gate, headers, routes};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is logged in; what they see depends on them.
    LoggedIn,
    /// Whoever holds this permission somewhere. A route about one case asks for that case again.
    Needs(Permission),
    /// The connector of the account in the path, by its token.
    Connector,
}

type Handler = fn(MethodFilter) -> MethodRouter<State>;

/// One route.
#[derive(Clone)]
pub struct Route {
    /// The method. `GET` answers `HEAD` too.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: Handler,
}

const fn get(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::GET, path, access, handler }
}

const fn post(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::POST, path, access, handler }
}

const fn put(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::PUT, path, access, handler }
}

use Access::Public;

/// Every route there is.
static TABLE: [Route; 2] = [
    get("/healthz", Public, |m| on(m, routes::health::show)),
    get("/assets/{file}", Public, |m| on(m, routes::assets::show)),
];

/// Every route there is, with who may use it.
#[must_use]
pub fn routes() -> &'static [Route] {
    &TABLE
}

/// The whole web face: every route of the table behind its gate.
pub fn router(state: State) -> Router {
    let mut router = Router::new();
    for route in &TABLE {
        let (access, held) = (route.access, state.clone());
        let filter = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
        let gated = (route.handler)(filter).route_layer(from_fn(move |request: Request, next: Next| {
            gate::pass(held.clone(), access, request, next)
        }));
        router = router.route(route.path, gated);
    }
    let secure = state.is_secure();
    let router = router
        .fallback(nothing)
        .method_not_allowed_fallback(otherwise)
        .with_state(state)
        .layer(from_fn(headers::add));
    if secure { router.layer(from_fn(headers::only_tls)) } else { router }
}

async fn nothing(held: Held<State>, request: Request) -> Response {
    refuse(held, request, StatusCode::NOT_FOUND).await
}

async fn otherwise(held: Held<State>, request: Request) -> Response {
    refuse(held, request, StatusCode::METHOD_NOT_ALLOWED).await
}

/// An address that nobody serves. Whether somebody is logged in does not matter here.
async fn refuse(Held(state): Held<State>, request: Request, status: StatusCode) -> Response {
    let (parts, _) = request.into_parts();
    Problem::new(status).answer(&Visit::new(&state, &parts, None)).await
}
