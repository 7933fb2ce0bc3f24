//! Somebody at the desk: logged in as a browser is, over a connection of their own.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use hyper::Method;

use crate::http::{Answer, Line, Lost};
use crate::log_in::{self, encoded};
use crate::place::Ticket;

/// What stands before the token of a form.
const FIELD: &str = "name=\"csrf\" value=\"";
/// What a form is sent as.
const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody at the desk. A login outlives the server.
pub(crate) struct Desk {
    line: Line,
    token: String,
}

impl Desk {
    /// Logs an administrator in.
    pub(crate) async fn log_in(server: SocketAddr, ticket: &Ticket) -> anyhow::Result<Self> {
        let cookie = log_in::cookie(server, ticket).await?;
        let mut line = Line::new(server).with("cookie", cookie);
        let Ok(page) = line.get("/settings/accounts").await else {
            bail!("the page of accounts cannot be read");
        };
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let token = page.split_once(FIELD).and_then(|(_, rest)| rest.split_once('"'));
        let (token, _) = token.context("the page of accounts has no form")?;
        let line = line.with("accept", "application/json".to_owned());
        Ok(Self { line, token: token.to_owned() })
    }

    /// Sends a form.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, Lost> {
        let token = [("csrf", self.token.as_str())];
        let fields = token.iter().chain(fields);
        let form: Vec<String> =
            fields.map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        self.line.send(Method::POST, path, FORM, Bytes::from(form.join("&"))).await
    }

    /// As [`Desk::post`], for what has to succeed while the server is well; gives its answer as JSON.
    pub(crate) async fn must(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<serde_json::Value> {
        match self.post(path, fields).await {
            Ok(answer) if answer.is_success() => {
                serde_json::from_slice(&answer.body).context("the desk's answer is no JSON")
            }
            Ok(answer) => bail!(
                "{path} answered {}: {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            ),
            Err(lost) => bail!("{path} gave no answer: {lost:?}"),
        }
    }
}
