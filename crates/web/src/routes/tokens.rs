//! `GET` and `POST /settings/tokens`, `POST /settings/tokens/{token}/revocation`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::Error;
use earshot_engage::staff::{ApiTokenRow, MadeToken, RoleKind};
use earshot_model::{ApiTokenId, RoleId};
use serde_json::json;

use super::people::role_name;
use crate::answer::{done, page, page_with};
use crate::form::{At, Form};
use crate::pages::case::Choice;
use crate::pages::format::Lens;
use crate::pages::tokens::{Made, TokenLine, TokensPage};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// All tokens, and the form for a new one.
pub(crate) async fn show(desk: Desk) -> Answer {
    page(&whole(&desk, None, None).await?)
}

/// Makes a token, and shows it this once.
pub(crate) async fn create(desk: Desk, form: Form) -> Answer {
    let role = form.read::<RoleId>("role")?;
    match desk.visit.state.engage.make_api_token(&desk.staff, form.text("name"), role).await {
        Ok(made) if desk.visit.json => {
            let body = json!({ "id": made.id, "name": made.name, "token": made.secret });
            Ok((StatusCode::CREATED, Json(body)).into_response())
        }
        Ok(made) => page_with(StatusCode::CREATED, &whole(&desk, Some(made), None).await?),
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            let page = whole(&desk, None, Some((&form, error.to_string()))).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a token worthless.
pub(crate) async fn revoke(desk: Desk, at: At) -> Answer {
    let id: ApiTokenId = at.get("token")?;
    desk.visit.state.engage.revoke_api_token(&desk.staff, id).await?;
    Ok(done(&desk.visit, "/settings/tokens", json!({ "id": id })))
}

async fn whole(
    desk: &Desk,
    made: Option<MadeToken>,
    refused: Option<(&Form, String)>,
) -> Result<TokensPage, Problem> {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let (tokens, roles) = desk.visit.state.engage.api_tokens(&desk.staff).await?;
    let (form, fault) = refused.unzip();
    let roles = roles.iter().map(|role| Choice {
        value: role.id.to_string(),
        label: role_name(w, &role.name),
        // The least that reads cases, unless somebody chose another.
        chosen: match form {
            Some(form) => form.text("role") == role.id.to_string(),
            None => role.name == RoleKind::Agent.word(),
        },
    });
    Ok(TokensPage {
        w,
        frame: desk.visit.frame(super::data::PATH).await,
        tokens: tokens.iter().map(|token| line(&lens, token)).collect(),
        made: made.map(|made| Made { name: made.name, secret: made.secret }),
        name: form.map(|form| form.text("name").to_owned()).unwrap_or_default(),
        roles: roles.collect(),
        fault,
    })
}

fn line(lens: &Lens, token: &ApiTokenRow) -> TokenLine {
    TokenLine {
        id: token.id.to_string(),
        name: token.name.clone(),
        role: role_name(lens.w, &token.role),
        by: token.agent_name.clone(),
        created: lens.when(token.created_at),
        used: token.used_at.map(|at| lens.when(at)),
        revoked: token.revoked_at.map(|at| lens.when(at)),
    }
}
