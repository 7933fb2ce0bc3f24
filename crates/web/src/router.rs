//! The one table of routes. Nothing is routed without an entry here, and an entry says who may.

use axum::Router;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};
use earshot_model::Permission;

use crate::state::State;
use crate::{api, gate, headers, live, problem, routes};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is logged in; what they see depends on them.
    LoggedIn,
    /// Whoever holds this permission somewhere. Routes about one case ask for that case again.
    Needs(Permission),
    /// The connector of the account in the path, by its token.
    Connector,
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// The method. `GET` answers `HEAD` too.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: fn(MethodFilter) -> MethodRouter<State>,
}
