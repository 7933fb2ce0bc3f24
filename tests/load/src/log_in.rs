//! Logs in as a browser does: the form's token first, then the form.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use hyper::Method;
use hyper::header::{HeaderMap, SET_COOKIE};

use crate::http::{Line, Lost};
use crate::place::Ticket;

/// The value of the header `Cookie` of somebody who is logged in.
pub(crate) async fn cookie(server: SocketAddr, ticket: &Ticket) -> anyhow::Result<String> {
    let mut line = Line::new(server);
    let page = line.get("/login").await.map_err(unreachable)?;
    let token = set_cookie(&page.headers, "earshot-form")
        .context("the sign-in page gave no cookie for its form")?;
    let form = [("csrf", &token), ("email", &ticket.email), ("password", &ticket.password)];
    let form: Vec<String> =
        form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let mut line = Line::new(server).with("cookie", format!("earshot-form={token}"));
    let kind = "application/x-www-form-urlencoded";
    let answer = line
        .send(Method::POST, "/login", kind, Bytes::from(form.join("&")))
        .await
        .map_err(unreachable)?;
    match set_cookie(&answer.headers, "earshot") {
        Some(login) => Ok(format!("earshot={login}")),
        None => bail!("the server did not let us in: status {}", answer.status),
    }
}

fn unreachable(lost: Lost) -> anyhow::Error {
    match lost {
        Lost::Refused => anyhow::anyhow!("nobody listens at the server's address"),
        Lost::Broken => anyhow::anyhow!("the server broke the connection"),
    }
}

fn set_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(SET_COOKIE).iter().find_map(|line| {
        let (key, value) = line.to_str().ok()?.split(';').next()?.split_once('=')?;
        (key.trim() == name && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Percent-encoding of everything that is not plain, for forms and addresses.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderMap, SET_COOKIE};

    use super::{encoded, set_cookie};

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, "earshot-form=abc; Path=/; HttpOnly".parse().unwrap());
        headers.append(SET_COOKIE, "earshot=; Max-Age=0".parse().unwrap());
        assert_eq!(set_cookie(&headers, "earshot-form").as_deref(), Some("abc"));
        assert_eq!(set_cookie(&headers, "earshot"), None);
    }

    #[test]
    fn addresses_hold_plain_letters_only() {
        assert_eq!(encoded("a b&ü\"x\""), "a%20b%26%C3%BC%22x%22");
    }
}
