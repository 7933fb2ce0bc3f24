//! The connector: what the writer of a plug-in would write.

use std::time::Duration;

use earshot_channels::http::answer::CommandPage;
use earshot_channels::http::wire::Descriptor;
use earshot_egress::{Client, Policy, Request, Response};
use earshot_model::{AccountId, Capabilities, Command};

use super::Plaza;
use super::push::push;
use crate::Error;

/// Where the server is, and how to log in.
#[derive(Clone)]
pub struct Link {
    /// Such as `http://127.0.0.1:8080`, without a slash at the end.
    pub base_url: String,
    /// The account on the channel.
    pub account: AccountId,
    /// Its token.
    pub token: String,
}

impl Link {
    pub(super) fn url(&self, path: &str) -> String {
        let base = self.base_url.trim_end_matches('/');
        format!("{base}/api/channel/v1/{}/{path}", self.account)
    }

    fn host(&self) -> String {
        let rest = self.base_url.split("://").nth(1).unwrap_or(&self.base_url);
        rest.split('/').next().unwrap_or(rest).to_owned()
    }
}

/// Connects the network with the server until the future is dropped: brings events in, takes commands
/// out, reports results. A server that is away or busy is tried again, at first after 100 ms and at the
/// most every 5 s.
///
/// # Errors
/// Only when the HTTP client cannot be made.
pub async fn connect(plaza: Plaza, link: Link) -> Result<(), Error> {
    let policy = Policy::default().allow(&link.host());
    let client = Client::new(policy)?;
    tokio::join!(
        describe(&client, &link),
        push(&plaza, &link, &client),
        pull(&plaza, &link, &client)
    );
    Ok(())
}

/// As [`connect`], for a network that takes its commands by [`super::take_commands`]: events come in, and
/// nobody asks for commands.
///
/// # Errors
/// Only when the HTTP client cannot be made.
pub async fn deliver_to(plaza: Plaza, link: Link) -> Result<(), Error> {
    let policy = Policy::default().allow(&link.host());
    let client = Client::new(policy)?;
    tokio::join!(describe(&client, &link), push(&plaza, &link, &client));
    Ok(())
}

/// What Plaza can do: Mastodon's lengths, and a search for what was sent.
fn descriptor() -> Descriptor {
    let mut capabilities = Capabilities::default();
    capabilities.length_public.link_counts = Some(23);
    Descriptor { name: "Plaza".to_owned(), version: "1".to_owned(), capabilities }
}

async fn describe(client: &Client, link: &Link) {
    let mut patience = Patience::default();
    loop {
        let Ok(request) = Request::put_json(link.url("descriptor"), &descriptor()) else { return };
        match client.send(request.bearer(&link.token)).await {
            Ok(answer) if is_settled(answer.status) => return,
            Ok(answer) => tracing::debug!(status = answer.status, "descriptor not taken"),
            Err(error) => tracing::debug!(%error, "descriptor not taken"),
        }
        patience.wait(None).await;
    }
}

async fn pull(plaza: &Plaza, link: &Link, client: &Client) {
    let mut after = String::new();
    let mut patience = Patience::default();
    loop {
        let url = link.url(&format!("commands?wait=50&after={}", escaped(&after)));
        let request = Request::get(url).bearer(&link.token).within(Duration::from_secs(65));
        let answer = client.send(request).await;
        let page = answer.as_ref().ok().filter(|answer| answer.is_success());
        let Some(page) = page.and_then(|answer| answer.json::<CommandPage>().ok()) else {
            tracing::debug!(?answer, "no commands to be had");
            patience.wait(answer.as_ref().ok().and_then(Response::retry_after)).await;
            continue;
        };
        patience = Patience::default();
        if page.commands.is_empty() {
            // A server that does not wait as asked must not be called without a pause.
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        for command in page.commands {
            act(plaza, link, client, &command).await;
        }
        after = page.next;
    }
}

/// Carries a command out and reports until the server has heard it.
async fn act(plaza: &Plaza, link: &Link, client: &Client, command: &Command) {
    let result = plaza.carry_out_slowly(command).await;
    let url = link.url(&format!("commands/{}/result", command.id));
    let mut patience = Patience::default();
    loop {
        let Ok(request) = Request::put_json(&url, &result) else { return };
        plaza.answers(command, &result);
        match client.send(request.bearer(&link.token)).await {
            Ok(answer) if is_settled(answer.status) => return,
            answer => tracing::debug!(?answer, "result not taken"),
        }
        patience.wait(None).await;
    }
}

/// Whether another try would bring the same answer.
pub(super) const fn is_settled(status: u16) -> bool {
    matches!(status, 200..=299 | 400 | 404 | 409 | 413 | 422)
}

/// Percent-encodes a query value.
fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Waits longer after each failure.
pub(super) struct Patience(Duration);

impl Default for Patience {
    fn default() -> Self {
        Self(Duration::from_millis(100))
    }
}

impl Patience {
    pub(super) async fn wait(&mut self, asked: Option<Duration>) {
        tokio::time::sleep(asked.unwrap_or(self.0)).await;
        self.0 = (self.0 * 2).min(Duration::from_secs(5));
    }
}
