//! `GET /api/v1/openapi.json`: the interface of programs that read cases.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The description.
pub(crate) const OPENAPI: &str = include_str!("v1.json");

/// Shows it.
pub(crate) async fn show() -> Response {
    ([(CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

#[cfg(test)]
mod tests {
    use crate::router::{Access, routes};

    #[test]
    fn every_route_of_programs_is_described_with_the_token_that_it_takes() {
        let said: serde_json::Value = serde_json::from_str(super::OPENAPI).unwrap();
        let paths = said["paths"].as_object().unwrap();
        let ours = routes().iter().filter(|route| route.path.starts_with("/api/v1/"));
        let ours: Vec<_> = ours.filter(|route| route.access != Access::Public).collect();
        assert_eq!(paths.len(), ours.len());
        for route in ours {
            let method = route.method.as_str().to_lowercase();
            let found = &paths[route.path][&method];
            assert!(found["responses"]["401"].is_object(), "{} {}", route.method, route.path);
        }
        assert_eq!(said["components"]["securitySchemes"]["token"]["scheme"], "bearer");
        assert_eq!(said["security"][0]["token"], serde_json::json!([]));
    }
}
