//! `GET` and `POST /setup`: only while there is no organization, only with the one-time token.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use earshot_engage::Error;
use earshot_engage::playbook::Industry;
use earshot_engage::staff::{LogIn, NewOrganization, PasswordRule, SHORTEST_PASSWORD};

use crate::answer::{page, page_with};
use crate::csrf;
use crate::form::{Asked, Form};
use crate::pages::entry::{SetupErrors, SetupPage};
use crate::problem::{Answer, Problem};
use crate::session::Cookie;
use crate::show::book::choices;
use crate::visit::Visit;

/// The first form. Without the token it says where the right address stands.
pub(crate) async fn show(visit: Visit, asked: Asked) -> Answer {
    still_fresh(&visit).await?;
    let token = asked.text("token");
    let form = Form(vec![("token".to_owned(), token.to_owned())]);
    let mut errors = SetupErrors::default();
    if !knows_token(&visit, token) {
        errors.form = Some(visit.words.t("setup-token-wrong"));
        return page_with(StatusCode::FORBIDDEN, &first_page(&visit, &form, errors).await);
    }
    page(&first_page(&visit, &form, errors).await)
}

/// Creates the organization with its administrator, who is logged in at once.
pub(crate) async fn submit(visit: Visit, form: Form) -> Answer {
    still_fresh(&visit).await?;
    let mut errors = SetupErrors::default();
    if !knows_token(&visit, form.text("token")) {
        errors.form = Some(visit.words.t("setup-token-wrong"));
        return page_with(StatusCode::FORBIDDEN, &first_page(&visit, &form, errors).await);
    }
    let new = NewOrganization {
        name: form.text("organization").to_owned(),
        slug: String::new(),
        time_zone: visit.state.time_zone.to_string(),
        locale: visit.words.tag().to_owned(),
        industry: form.text("industry").parse().ok(),
        admin_name: form.text("name").to_owned(),
        admin_email: form.text("email").to_owned(),
        admin_password: form.text("password").to_owned(),
    };
    let attempt = LogIn {
        slug: None,
        email: new.admin_email.clone(),
        password: new.admin_password.clone(),
        from: None,
    };
    match visit.state.engage.create_first_organization(new, PasswordRule::Strict).await {
        Ok(_) => {}
        Err(Error::Invalid { field, problem }) => {
            sort(&mut errors, field, said(&visit, &form, field, problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page_with(status, &first_page(&visit, &form, errors).await);
        }
        Err(other) => return Err(other.into()),
    }
    let entered = visit.state.engage.log_in(attempt).await?;
    let mut response = Redirect::to("/cases?list=all").into_response();
    Cookie::Login.set(&mut response, &entered.token, visit.state.is_secure());
    Ok(response)
}

/// Once there is an organization, this page is gone for good.
async fn still_fresh(visit: &Visit) -> Result<(), Problem> {
    if visit.state.engage.needs_set_up().await? { Ok(()) } else { Err(Problem::not_found()) }
}

fn knows_token(visit: &Visit, given: &str) -> bool {
    visit.state.set_up_token.as_deref().is_some_and(|token| csrf::same(token, given))
}

/// What is wrong, in the reader's language where we have words for it.
fn said(visit: &Visit, form: &Form, field: &str, problem: String) -> String {
    let name = if field == "slug" { "organization" } else { field };
    let typed = form.text(name);
    match field {
        _ if typed.trim().is_empty() => visit.words.t("setup-missing"),
        "password" if typed.chars().count() < SHORTEST_PASSWORD => {
            visit.words.t1("setup-password-short", "n", SHORTEST_PASSWORD)
        }
        _ => problem,
    }
}

fn sort(errors: &mut SetupErrors, field: &str, problem: String) {
    let place = match field {
        "organization" | "slug" => &mut errors.organization,
        "name" => &mut errors.name,
        "email" => &mut errors.email,
        "password" => &mut errors.password,
        _ => &mut errors.form,
    };
    *place = Some(problem);
}

async fn first_page(visit: &Visit, form: &Form, errors: SetupErrors) -> SetupPage {
    let text = |name| form.text(name).to_owned();
    SetupPage {
        w: visit.words,
        frame: visit.frame("").await,
        token: text("token"),
        organization: text("organization"),
        name: text("name"),
        email: text("email"),
        industries: choices(
            Industry::ALL.iter().map(|industry| industry.word()),
            form.text("industry"),
            Some(visit.words.t("industry-none")),
            |word| visit.words.t(format!("industry-{word}")),
        ),
        errors,
    }
}
