//! Whether a request that changes something was meant: it comes from one of our own pages, and
//! carries the token that only they know.

use axum::http::HeaderMap;

use crate::state::State;

/// The name of the field, and of the header for requests without a form.
pub(crate) const FIELD: &str = "csrf";
/// The header that scripts may use in place of the field.
pub(crate) const HEADER: &str = "x-csrf";

/// Whether the browser says that another site sent this. A request without any such word comes from
/// a program that no other site controls; the token still has to be right.
pub(crate) fn is_foreign(state: &State, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => false,
        Some(_) => true,
        None => match (text("origin"), state.public_url.as_deref(), text("host")) {
            (None, _, _) => false,
            (Some(origin), Some(ours), _) if origin == origin_of(ours) => false,
            (Some(origin), None, Some(host)) => origin != format!("http://{host}"),
            _ => true,
        },
    }
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or_default();
    let end = rest.find('/').map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

/// Whether both are the same, in a time that says nothing about where they differ.
pub(crate) fn same(expected: &str, given: &str) -> bool {
    let (a, b) = (expected.as_bytes(), given.as_bytes());
    let apart = a.iter().zip(b).fold(0_u8, |apart, (x, y)| apart | (x ^ y));
    !a.is_empty() && a.len() == b.len() && apart == 0
}

#[cfg(test)]
mod tests {
    use super::{origin_of, same};

    #[test]
    fn only_the_same_token_is_the_same_and_an_empty_one_never_is() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "abcd"));
        assert!(!same("", ""));
    }

    #[test]
    fn an_origin_ends_where_the_path_begins() {
        assert_eq!(origin_of("https://desk.example/a/b"), "https://desk.example");
        assert_eq!(origin_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
