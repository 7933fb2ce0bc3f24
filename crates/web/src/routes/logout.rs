//! `POST /logout`.

use axum::response::{IntoResponse, Redirect};

use crate::problem::Answer;
use crate::session::Cookie;
use crate::visit::Desk;

/// Ends this login, and takes its cookie away.
pub(crate) async fn submit(desk: Desk) -> Answer {
    desk.visit.state.engage.log_out(&desk.staff).await?;
    let mut response = Redirect::to("/login").into_response();
    let secure = desk.visit.state.is_secure();
    Cookie::Login.set(&mut response, "", secure);
    Cookie::Form.set(&mut response, "", secure);
    Ok(response)
}
