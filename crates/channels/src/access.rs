//! One account, ready for use: where its channel is, what it proves itself with, and the one way out
//! to it.

mod fetch;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use earshot_egress::{Client, Incoming, Request, Response, Socket, Wire};
use earshot_model::{Account, Instruments, Time};
use serde_json::Value;

use crate::fault::Fault;
use crate::pace::{Lane, Pace, Rates};

pub use fetch::Fetched;

/// Settings or secrets by their keys.
pub type Fields = BTreeMap<String, String>;

/// Under this key every account has a secret that nobody typed: 256 random bits in hexadecimal, made
/// when it is connected and sealed beside its login. What an account signs for itself is signed with
/// it, never with a password, which could be guessed from the signatures.
pub const OWN_KEY: &str = "own_key";

/// How much of what a channel says is shown to people, in characters.
const SHOWN: usize = 300;

/// One account, ready for use.
#[derive(Clone)]
pub struct Access {
    /// The account. While one is being connected, its handle is still empty.
    pub account: Account,
    /// What was typed and learned, without secrets.
    pub settings: Fields,
    secrets: Fields,
    client: Client,
    tools: Instruments,
    pace: Arc<Pace>,
}

/// One request to a channel.
pub struct Ask {
    /// What is asked.
    pub request: Request,
    /// Which of the channel's limits it counts against.
    pub bucket: &'static str,
    /// Where the channel tells that limit, if it does.
    pub rates: Option<&'static Rates>,
    /// What it is asked for: that decides who goes first.
    pub lane: Lane,
    /// Whether it changes something: then an answer that stays away leaves a doubt.
    pub changes: bool,
}

impl Access {
    pub(crate) fn new(
        account: Account,
        (settings, secrets): (Fields, Fields),
        (client, tools): (Client, Instruments),
        pace: Arc<Pace>,
    ) -> Self {
        Self { account, settings, secrets, client, tools, pace }
    }

    /// A setting, empty where there is none.
    #[must_use]
    pub fn setting(&self, key: &str) -> &str {
        self.settings.get(key).map_or("", String::as_str)
    }

    /// A secret, empty where there is none. Never goes into a log or an address.
    #[must_use]
    pub fn secret(&self, key: &str) -> &str {
        self.secrets.get(key).map_or("", String::as_str)
    }

    /// The address of the channel's server with `path` behind it; the setting `address` holds the
    /// server's own.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.setting("address").trim_end_matches('/'))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        self.tools.now()
    }

    /// Whether an answer could go now, as far as is known.
    ///
    /// # Errors
    /// When it may be tried again.
    pub fn ready(&self) -> Result<(), Time> {
        self.pace.ready(self.now())
    }

    /// Asks the channel. Every answer that is no success is a [`Fault`], told apart by whether the
    /// request can have done anything.
    ///
    /// # Errors
    /// A [`Fault`]; [`Fault::Unknown`] only for a request that changes something.
    pub async fn ask(&self, ask: Ask) -> Result<Response, Fault> {
        let changes = ask.changes;
        let answer = self.exchange(ask).await?;
        if answer.is_success() { Ok(answer) } else { Err(fault(&answer, changes)) }
    }

    /// As [`Access::ask`], for channels whose refusals say more by their words than by their status:
    /// an answer that is no success comes as it is, unless it asks to wait.
    pub(crate) async fn exchange(&self, ask: Ask) -> Result<Response, Fault> {
        let Ask { request, bucket, rates, lane, changes } = ask;
        self.pace.admit(bucket, lane, self.now()).map_err(|until| Fault::Limited { until })?;
        let told = self.client.send(request).await;
        let now = self.now();
        let answer = match told {
            Ok(answer) => answer,
            Err(error) => return Err(self.unanswered(&error, changes)),
        };
        let learned = rates.and_then(|rates| rates.read(&answer, now));
        if answer.status == 429 {
            let asked = match rates {
                Some(rates) => rates.wait(&answer, now),
                None => answer.retry_after().map(|wait| now.plus(micros(wait))),
            };
            let until = self.pace.refused(bucket, asked, now, self.dice());
            return Err(Fault::Limited { until });
        }
        if answer.status >= 500 {
            self.pace.failed(now, self.dice());
        } else {
            self.pace.answered(bucket, learned, now);
        }
        Ok(answer)
    }

    /// Opens a stream: an answer that goes on for as long as both sides want. `idle` is how long it
    /// may stay silent.
    ///
    /// # Errors
    /// A [`Fault`].
    pub async fn open(&self, request: Request, idle: Duration) -> Result<Incoming, Fault> {
        self.ready().map_err(|until| Fault::Limited { until })?;
        match self.client.open(request, idle).await {
            Ok(Ok(incoming)) => Ok(incoming),
            Ok(Err(answer)) if answer.status == 429 => {
                let asked = answer.retry_after().map(|wait| self.now().plus(micros(wait)));
                Err(Fault::Limited {
                    until: asked.unwrap_or_else(|| self.now().plus(Time::MINUTE)),
                })
            }
            Ok(Err(answer)) => Err(fault(&answer, false)),
            Err(error) => Err(self.unanswered(&error, false)),
        }
    }

    /// Opens a WebSocket (`ws://` or `wss://`) to somebody who tells what a network says. It counts
    /// against no limit, and says nothing about how the account's own server does. `idle` is how long it
    /// may stay silent.
    ///
    /// # Errors
    /// A [`Fault`]; nothing was done.
    pub async fn listen(&self, url: &str, idle: Duration) -> Result<Socket, Fault> {
        self.client.socket(url, idle).await.map_err(|error| {
            let why = error.to_string();
            if error.is_refusal() { Fault::Invalid(why) } else { Fault::Passing(why) }
        })
    }

    /// Connects to a port of a channel's server that does not speak HTTP. It counts against no limit but
    /// the one of connections, which no channel tells.
    ///
    /// # Errors
    /// A [`Fault`]; nothing was done.
    pub async fn dial(&self, (host, port): (&str, u16), lane: Lane) -> Result<Wire, Fault> {
        let admitted = self.pace.admit("connections", lane, self.now());
        admitted.map_err(|until| Fault::Limited { until })?;
        let wire = self.client.dial(host, port).await;
        let wire = wire.map_err(|error| self.unanswered(&error, false))?;
        self.pace.answered("connections", None, self.now());
        Ok(wire)
    }

    /// Puts TLS over a connection to `host`.
    ///
    /// # Errors
    /// A [`Fault`]; nothing was done.
    pub async fn secure(&self, wire: Wire, host: &str) -> Result<Wire, Fault> {
        let wire = self.client.secure(wire, host).await;
        wire.map_err(|error| self.unanswered(&error, false))
    }

    /// Whether the operator lets connections to this host go without encryption.
    #[must_use]
    pub fn may_be_plain(&self, host: &str, port: u16) -> bool {
        self.client.may_be_plain(host, port)
    }

    fn unanswered(&self, error: &earshot_egress::Error, changes: bool) -> Fault {
        let why = error.to_string();
        if error.is_refusal() {
            return Fault::Invalid(why);
        }
        self.pace.failed(self.now(), self.dice());
        if changes && error.may_have_arrived() { Fault::Unknown(why) } else { Fault::Passing(why) }
    }

    fn dice(&self) -> u64 {
        let mut bytes = [0; 8];
        self.tools.noise.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

fn micros(wait: Duration) -> i64 {
    i64::try_from(wait.as_micros()).unwrap_or(i64::MAX)
}

/// What an answer means that is no success.
pub(crate) fn fault(answer: &Response, changes: bool) -> Fault {
    let said = said(answer);
    match answer.status {
        401 => Fault::Login(said),
        403 => Fault::Forbidden(said),
        404 | 410 => Fault::NotThere(said),
        425 => Fault::Passing(said),
        // A gateway may give up on a request that its server still carries out.
        408 | 500..=599 if changes => Fault::Unknown(said),
        408 | 500..=599 => Fault::Passing(said),
        _ => Fault::Invalid(said),
    }
}

/// What a channel says went wrong, short enough for a screen: its own words, if it writes JSON.
pub(crate) fn said(answer: &Response) -> String {
    let body: Option<Value> = answer.json().ok();
    let words = body.as_ref().and_then(|body| {
        let keys = ["error_description", "message", "error"];
        keys.iter().find_map(|key| body.get(key)?.as_str())
    });
    let words: String = words.unwrap_or_default().chars().take(SHOWN).collect();
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.is_empty() {
        format!("it answered {}", answer.status)
    } else {
        format!("it answered {}, \"{words}\"", answer.status)
    }
}

#[cfg(test)]
mod tests {
    use earshot_egress::Response;

    use super::fault;
    use crate::fault::Fault;

    fn answer(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn only_a_change_leaves_a_doubt() {
        for status in [408, 500, 502, 503, 504] {
            assert!(matches!(fault(&answer(status, ""), true), Fault::Unknown(_)), "{status}");
            assert!(matches!(fault(&answer(status, ""), false), Fault::Passing(_)), "{status}");
        }
        for changes in [true, false] {
            assert!(matches!(fault(&answer(401, ""), changes), Fault::Login(_)));
            assert!(matches!(fault(&answer(403, ""), changes), Fault::Forbidden(_)));
            assert!(matches!(fault(&answer(404, ""), changes), Fault::NotThere(_)));
            assert!(matches!(fault(&answer(422, ""), changes), Fault::Invalid(_)));
        }
    }

    #[test]
    fn people_read_what_the_channel_said_in_one_line() {
        let told = fault(&answer(422, r#"{"error": "Text\ncan't be blank"}"#), true);
        assert!(told.to_string().ends_with("it answered 422, \"Text can't be blank\""), "{told}");
        let long = format!(r#"{{"error": "{}"}}"#, "x".repeat(9_000));
        assert!(fault(&answer(422, &long), true).to_string().len() < 400);
        assert!(fault(&answer(422, "<html>"), true).to_string().contains("answered 422"));
    }
}
