//! Sign in, and the first run.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::frame::Frame;
use crate::words::Words;

/// `GET /login`, and `POST /login` that was refused.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The organization's short name as typed; none where nobody has to type it.
    pub organization: Option<String>,
    /// The address that was typed.
    pub email: String,
    /// Why it was refused.
    pub error: Option<String>,
    /// Where to go afterwards: a path of ours.
    pub next: String,
    /// Logins of the demo, with one password for all; none outside it.
    pub demo: Vec<DemoLogin>,
}

/// A login that the demo offers.
#[derive(Debug, Clone, Serialize)]
pub struct DemoLogin {
    /// "Priya Raman, agent".
    pub who: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// `GET /setup`, and `POST /setup` that was refused.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "setup.html")]
pub struct SetupPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The one-time token of the terminal.
    pub token: String,
    /// The organization's name.
    pub organization: String,
    /// The administrator's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What the organization does: its playbook begins as the starter for that.
    pub industries: Vec<Choice>,
    /// What is wrong, by field.
    pub errors: SetupErrors,
}

/// What is wrong with the first form, field by field.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SetupErrors {
    /// About the token, or the whole form.
    pub form: Option<String>,
    /// About the organization's name.
    pub organization: Option<String>,
    /// About the name.
    pub name: Option<String>,
    /// About the address.
    pub email: Option<String>,
    /// About the password.
    pub password: Option<String>,
}
