//! The articles as pages.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;

use super::FakeSite;

pub(super) fn routes(fake: &FakeSite) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/articles/{number}", get(article))
        .with_state(fake.clone())
}

async fn home(State(fake): State<FakeSite>) -> Html<String> {
    Html(format!("<!doctype html><html><title>{}</title></html>", fake.world().title))
}

async fn article(State(fake): State<FakeSite>, Path(number): Path<String>) -> Response {
    let world = fake.world();
    let url = format!("{}/articles/{number}", world.url);
    let found = world.standing().find(|article| article.url == url);
    match found {
        Some(article) => {
            let page = format!("<!doctype html><html><h1>{}</h1></html>", article.title);
            Html(page).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
