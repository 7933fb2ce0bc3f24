//! What a form carried, and what a path or a query names. A field that a handler does not ask for
//! has no effect.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::problem::Problem;

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    /// A field; empty when it is missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// A field that has to be there and to be readable.
    pub(crate) fn read<T: FromStr>(&self, name: &'static str) -> Result<T, Problem> {
        self.text(name)
            .parse()
            .map_err(|_| Problem::invalid(name, format!("{name} is missing or cannot be read")))
    }

    /// A field that may be empty or missing.
    pub(crate) fn maybe<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, Problem> {
        if self.text(name).is_empty() { Ok(None) } else { self.read(name).map(Some) }
    }

    /// Where the form wants to go afterwards, if that is a path of ours.
    pub(crate) fn next(&self) -> Option<String> {
        local(self.text("next")).map(ToOwned::to_owned)
    }
}

/// A path of this server, and never another host: `//host` and `/\host` are hosts to a browser.
pub(crate) fn local(path: &str) -> Option<&str> {
    let mut letters = path.chars();
    let begins = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    (begins && !path.contains(|c: char| c.is_control() || c == '\\')).then_some(path)
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The parameters of a path.
pub(crate) struct At(Vec<(String, String)>);

impl At {
    /// The parameter, or the answer that there is nothing here.
    pub(crate) fn get<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.and_then(|(_, value)| value.parse().ok()).ok_or_else(Problem::not_found)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let raw = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::not_found())?;
        Ok(Self(raw.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()))
    }
}

/// The query of an address.
pub(crate) struct Asked(Form);

impl std::ops::Deref for Asked {
    type Target = Form;

    fn deref(&self) -> &Form {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::new(StatusCode::BAD_REQUEST))?;
        Ok(Self(Form(pairs)))
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_our_own_paths_are_followed() {
        for fine in ["/", "/cases?list=mine", "/cases/1#x"] {
            assert_eq!(local(fine), Some(fine));
        }
        for bad in [
            "",
            "cases",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\n",
            "/\t/evil.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }
}
