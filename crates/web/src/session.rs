//! Cookies: the login, the token of forms before a login, the theme.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use earshot_model::RoomId;

/// The cookies that we set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The secret of a login.
    Login,
    /// The token of forms that are shown before a login.
    Form,
    /// Light, dark or the system's.
    Theme,
    /// `off` where single letters are no keys; the page's script sets it.
    Letters,
}

/// A year, in seconds.
const YEAR: u32 = 31_536_000;

impl Cookie {
    /// The name. Over TLS the prefix `__Host-` makes the browser refuse it from anybody but this
    /// host, over plain loopback HTTP browsers would refuse that prefix.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Login, true) => "__Host-earshot",
            (Self::Login, false) => "earshot",
            (Self::Form, true) => "__Host-earshot-form",
            (Self::Form, false) => "earshot-form",
            (Self::Theme, _) => "earshot-theme",
            (Self::Letters, _) => "earshot-letters",
        }
    }

    /// What the browser sent.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        read(headers, self.name(secure))
    }

    /// Sets it on an answer. An empty value removes it.
    pub(crate) fn set(self, response: &mut Response, value: &str, secure: bool) {
        let lasts = match self {
            _ if value.is_empty() => Some(0),
            Self::Theme | Self::Letters => Some(YEAR),
            // The server ends a login; the browser forgets it when it is closed.
            Self::Login | Self::Form => None,
        };
        set(response, (self.name(secure), value), secure, lasts);
    }
}

/// What a guest of one room proves themselves with. Each room has a cookie of its own: a link of another
/// brand, or of another case, takes nobody out of this one.
pub(crate) struct GuestCookie(String);

impl GuestCookie {
    /// The cookie of this room.
    pub(crate) fn of(room: RoomId, secure: bool) -> Self {
        let prefix = if secure { "__Host-" } else { "" };
        Self(format!("{prefix}earshot-guest-{}", room.0.simple()))
    }

    /// What the browser sent.
    pub(crate) fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        read(headers, &self.0)
    }

    /// Sets it on an answer, for a year.
    pub(crate) fn set(&self, response: &mut Response, value: &str, secure: bool) {
        set(response, (&self.0, value), secure, Some(YEAR));
    }
}

fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
}

fn set(response: &mut Response, (name, value): (&str, &str), secure: bool, lasts: Option<u32>) {
    let tls = if secure { "; Secure" } else { "" };
    let lasts = lasts.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{tls}{lasts}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::response::Response;

    use super::Cookie;

    #[test]
    fn a_cookie_is_found_among_others_and_only_under_its_own_name() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "xearshot=1; earshot-theme=dark;earshot=abc==".parse().unwrap());
        assert_eq!(Cookie::Login.read(&headers, false), Some("abc=="));
        assert_eq!(Cookie::Theme.read(&headers, true), Some("dark"));
        assert_eq!(
            Cookie::Login.read(&headers, true),
            None,
            "a cookie without the prefix is no login"
        );
    }

    #[test]
    fn a_login_over_tls_is_bound_to_this_host() {
        let mut response = Response::default();
        Cookie::Login.set(&mut response, "abc", true);
        let line = response.headers()["set-cookie"].to_str().unwrap();
        assert_eq!(line, "__Host-earshot=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
