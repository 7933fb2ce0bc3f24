//! One request of a reader: who they are, their language, theme and zone, and where they are.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, HOST};
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earshot_engage::staff::Staff;
use jiff::tz::TimeZone;

use crate::pages::format::Lens;
use crate::pages::frame::{Frame, Theme};
use crate::problem::Problem;
use crate::session::Cookie;
use crate::show;
use crate::state::State;
use crate::words::{Locale, Words};

/// One request, as the gate saw it.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) state: State,
    pub(crate) words: Words,
    pub(crate) theme: Theme,
    /// Whether single letters act as keys.
    pub(crate) letter_keys: bool,
    /// The path with its query.
    pub(crate) here: String,
    /// The host that was asked.
    host: String,
    /// Whether the answer is read by a program.
    pub(crate) json: bool,
    pub(crate) staff: Option<Arc<Staff>>,
    /// The token of our forms.
    pub(crate) csrf: String,
    /// Whether the token is new and the browser has to keep it.
    pub(crate) fresh: bool,
}

impl Visit {
    /// Reads what the request says. The login is looked up by the gate.
    pub(crate) fn new(state: &State, parts: &Parts, staff: Option<Arc<Staff>>) -> Self {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let accept = text(ACCEPT).unwrap_or_default();
        let path = parts.uri.path();
        let locale = match &staff {
            Some(staff) => locale_of(&staff.agent.locale),
            None => Locale::negotiate(text(ACCEPT_LANGUAGE).unwrap_or_default()),
        };
        let secure = state.is_secure();
        let known = match &staff {
            Some(staff) => Some(staff.csrf.clone()),
            None => Cookie::Form.read(&parts.headers, secure).map(ToOwned::to_owned),
        };
        let fresh = known.is_none();
        Self {
            state: state.clone(),
            words: Words::new(locale),
            theme: Theme::parse(Cookie::Theme.read(&parts.headers, secure).unwrap_or_default()),
            letter_keys: Cookie::Letters.read(&parts.headers, secure) != Some("off"),
            here: parts.uri.path_and_query().map_or(path, |whole| whole.as_str()).to_owned(),
            host: text(HOST).unwrap_or("localhost").to_owned(),
            json: path.starts_with("/api/")
                || (accept.contains("application/json") && !accept.contains("text/html")),
            staff,
            csrf: known.unwrap_or_else(|| URL_SAFE_NO_PAD.encode(state.tools.secret())),
            fresh,
        }
    }

    /// Where guests reach the server: the address that the operator gave, else the one that this
    /// reader uses.
    pub(crate) fn base(&self) -> String {
        match self.state.public_url.as_deref() {
            Some(url) => url.to_owned(),
            None => format!("http://{}", self.host),
        }
    }

    /// What makes times for this reader.
    pub(crate) fn lens(&self) -> Lens {
        let zone = self.staff.as_ref().and_then(|staff| TimeZone::get(&staff.agent.time_zone).ok());
        Lens { w: self.words, zone: zone.unwrap_or(TimeZone::UTC), now: self.state.tools.now() }
    }

    /// What surrounds a page. `current` is the value of `list=`, or the path of another page.
    pub(crate) async fn frame(&self, current: &str) -> Frame {
        let bare = Frame {
            theme: self.theme,
            csrf: self.csrf.clone(),
            here: self.here.clone(),
            letter_keys: self.letter_keys,
            now_ms: self.state.tools.now().micros() / 1000,
            ..Frame::default()
        };
        let Some(staff) = &self.staff else { return bare };
        show::frame::around(self, staff, bare, current).await
    }
}

/// Our language for a tag.
fn locale_of(tag: &str) -> Locale {
    match tag {
        "en-XA" => Locale::Pseudo,
        german if german.starts_with("de") => Locale::De,
        _ => Locale::En,
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Self>();
        visit.cloned().ok_or_else(|| Problem::broken("a route stands outside of the gate"))
    }
}

/// A request of somebody who is logged in.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) visit: Visit,
    pub(crate) staff: Arc<Staff>,
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let staff = visit
            .staff
            .clone()
            .ok_or_else(|| Problem::broken("a route asks for a login but its entry does not"))?;
        Ok(Self { visit, staff })
    }
}
