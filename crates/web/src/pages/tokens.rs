//! What programs prove themselves with.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::format::When;
use super::frame::Frame;
use crate::words::Words;

/// `GET /settings/tokens`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "tokens.html")]
pub struct TokensPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// All tokens.
    pub tokens: Vec<TokenLine>,
    /// The token that was just made: it is shown once.
    pub made: Option<Made>,
    /// What was typed as a name.
    pub name: String,
    /// The roles that a token can have.
    pub roles: Vec<Choice>,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
}

/// One token.
#[derive(Debug, Clone, Serialize)]
pub struct TokenLine {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role: String,
    /// Who made it.
    pub by: String,
    /// When it was made.
    pub created: When,
    /// When it was last used; none while it never was.
    pub used: Option<When>,
    /// When it was revoked.
    pub revoked: Option<When>,
}

/// A token that was just made.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// What people call it.
    pub name: String,
    /// The secret.
    pub secret: String,
}
