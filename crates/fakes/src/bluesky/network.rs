//! A Jetstream of the network: everybody's posts, likes, deletes and changes of accounts, as
//! <https://github.com/bluesky-social/jetstream> tells them, over a real WebSocket.

use std::collections::VecDeque;
use std::time::Duration;

use earshot_model::Time;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use super::json::{all_asked, asked};
use super::{BlueskyFault as F, FakeBluesky};
use crate::Error;

/// How many events may wait for a listener; who is slower is cut off, as by the real one.
pub(super) const WAITING: usize = 65_536;

/// How many events are remembered for those who come back.
const REMEMBERED: usize = 100_000;

/// Everything that was told, with the microsecond of each.
#[derive(Debug)]
pub(super) struct Told {
    log: VecDeque<(i64, String)>,
    news: broadcast::Sender<(i64, String)>,
    last: i64,
    /// Whether everybody is told everything, whatever they asked for.
    whole: bool,
}

impl Default for Told {
    fn default() -> Self {
        Self { log: VecDeque::new(), news: broadcast::channel(WAITING).0, last: 0, whole: false }
    }
}

impl Told {
    /// Tells everybody who listens. No two events have the same microsecond.
    pub(super) fn tell(&mut self, mut event: Value, now: Time) {
        self.last = now.micros().max(self.last + 1);
        if let Some(event) = event.as_object_mut() {
            event.insert("time_us".to_owned(), json!(self.last));
        }
        self.say(self.last, event.to_string());
    }

    fn say(&mut self, at: i64, text: String) {
        if self.log.len() >= REMEMBERED {
            self.log.pop_front();
        }
        self.log.push_back((at, text.clone()));
        // Nobody needs to listen.
        drop(self.news.send((at, text)));
    }

    /// How many listen.
    pub(super) fn listeners(&self) -> usize {
        self.news.receiver_count()
    }
}

/// What happened to a record of somebody.
pub(super) fn commit(uri: &str, operation: &str, record: Option<&Value>) -> Value {
    let mut parts = uri.trim_start_matches("at://").splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (did, collection, rkey) = (next(), next(), next());
    let mut commit = json!({
        "rev": "3labcdefghijk", "operation": operation, "collection": collection, "rkey": rkey,
    });
    if let (Some(record), Some(fields)) = (record, commit.as_object_mut()) {
        fields.insert("record".to_owned(), record.clone());
        fields.insert("cid".to_owned(), json!("bafyfake"));
    }
    json!({ "did": did, "kind": "commit", "commit": commit })
}

impl FakeBluesky {
    /// How many listen to the whole network.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.world().told.listeners()
    }

    /// Tells everybody everything from now on, likes among it, whatever they asked for.
    pub fn tell_everything(&self) {
        self.world().told.whole = true;
    }

    /// Tells an event as it is, whatever it is.
    pub fn tell(&self, event: Value) {
        let now = self.inner.clock.now();
        self.world().told.tell(event, now);
    }

    /// Serves a Jetstream on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve_network(self, listener: TcpListener) -> Result<(), Error> {
        loop {
            let (stream, _) = listener.accept().await?;
            let fake = self.clone();
            tokio::spawn(async move { fake.attend(stream).await });
        }
    }

    async fn attend(self, stream: TcpStream) {
        let mut query = String::new();
        let elsewhere = self.world().faults.strikes(F::Redirect);
        #[expect(clippy::result_large_err, reason = "the library asks for this kind of error")]
        let greet = |request: &Request, answer: Response| {
            request.uri().query().unwrap_or_default().clone_into(&mut query);
            if elsewhere { Err(redirect()) } else { Ok(answer) }
        };
        // Whoever speaks no WebSocket is of no use here.
        let Ok(mut socket) = accept_hdr_async(stream, greet).await else { return };
        let cursor = asked(Some(&query), "cursor").and_then(|at| at.parse::<i64>().ok());
        let collections = all_asked(Some(&query), "wantedCollections");
        let (past, mut news) = {
            let told = &self.world().told;
            let past: Vec<(i64, String)> = match cursor {
                Some(cursor) => told.log.iter().filter(|(at, _)| *at > cursor).cloned().collect(),
                None => Vec::new(),
            };
            (past, told.news.subscribe())
        };
        let mut reached = 0;
        for (at, text) in past {
            reached = at;
            if !self.give(&mut socket, &collections, &text).await {
                return;
            }
        }
        loop {
            tokio::select! {
                told = news.recv() => {
                    let Ok((at, text)) = told else { return };
                    if at > reached && !self.give(&mut socket, &collections, &text).await {
                        return;
                    }
                }
                // A question whether we are there is answered with the next flush.
                heard = socket.next() => match heard {
                    Some(Ok(_)) if socket.flush().await.is_ok() => {}
                    _ => return,
                }
            }
        }
    }

    /// Gives an event, as the planned faults let it. Gives whether the connection stands.
    async fn give(
        &self,
        socket: &mut WebSocketStream<TcpStream>,
        collections: &[String],
        text: &str,
    ) -> bool {
        let whole = self.world().told.whole;
        if !whole && !wanted(collections, text) {
            return true;
        }
        let (drops, cuts, odd, twice) = {
            let faults = &mut self.world().faults;
            let drops = faults.strikes(F::DropStream);
            let (cuts, odd) = (faults.strikes(F::CutFrame), faults.strikes(F::OddFrame));
            (drops, cuts, odd, faults.strikes(F::TwiceTold))
        };
        if drops {
            return false;
        }
        if cuts {
            // The head of a frame of 200 bytes, and a part of it.
            let mut part = vec![0x81, 126, 0, 200];
            part.extend(text.bytes().take(50));
            if socket.get_mut().write_all(&part).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            return false;
        }
        let mut say = Vec::new();
        if odd {
            let half = text.get(..text.len() / 2).unwrap_or_default();
            for broken in [half, "", "[]", "null", "{\"kind\":7}", "\u{0}"] {
                say.push(Message::text(broken.to_owned()));
            }
            say.push(Message::binary(vec![1, 2, 3]));
        }
        say.extend(std::iter::repeat_n(Message::text(text.to_owned()), if twice { 2 } else { 1 }));
        for one in say {
            if socket.send(one).await.is_err() {
                return false;
            }
        }
        true
    }
}

fn redirect() -> ErrorResponse {
    let mut answer = ErrorResponse::new(None);
    *answer.status_mut() = StatusCode::FOUND;
    let to =
        tokio_tungstenite::tungstenite::http::HeaderValue::from_static("ws://10.0.0.1/subscribe");
    answer.headers_mut().insert("location", to);
    answer
}

/// Whether somebody asked for an event: those of accounts are told to everybody.
fn wanted(collections: &[String], text: &str) -> bool {
    let event: Option<Value> = serde_json::from_str(text).ok();
    let of = event.as_ref().and_then(|event| event.get("commit")?.get("collection")?.as_str());
    collections.is_empty() || of.is_none_or(|of| collections.iter().any(|one| one == of))
}
