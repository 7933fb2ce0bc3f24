//! The live stream of one guest: what changed in their room, and nothing else.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use axum::response::sse::Event;
use earshot_engage::desk::Notice;
use earshot_engage::rooms::Talk;
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::Inside;
use super::meter::Stream;
use crate::live::streamed;
use crate::pages::room::LineView;
use crate::problem::Answer;
use crate::show::room::lines;

/// So often it is asked whether the guest is still in.
const STILL_IN: Duration = Duration::from_secs(10);
/// A room is not looked at more often than this, however much happens in the organization.
const REST: Duration = Duration::from_millis(300);

/// Opens the stream. Its first event holds everything.
pub(crate) fn open(inside: Inside) -> Answer {
    let many = || super::inside::too_many(10);
    let turn = inside.state().meter.stream(inside.visitor.guest.id).ok_or_else(many)?;
    let heard = inside.state().engage.hear();
    let screen = Screen {
        heard,
        _turn: turn,
        told: HashMap::new(),
        state: None,
        behind: true,
        seq: None,
        asked: Instant::now(),
        looked: None,
        waiting: VecDeque::new(),
        inside,
    };
    Ok(streamed(stream::unfold(screen, |mut screen| async move {
        let event = screen.next().await?;
        Some((event, screen))
    })))
}

/// One open room.
struct Screen {
    inside: Inside,
    heard: Receiver<Notice>,
    _turn: Stream,
    /// What the browser has, by its id, as a hash.
    told: HashMap<String, u64>,
    /// What it knows besides.
    state: Option<String>,
    behind: bool,
    /// The log's latest event about the room that was looked at.
    seq: Option<i64>,
    asked: Instant,
    looked: Option<Instant>,
    waiting: VecDeque<Event>,
}

impl Screen {
    /// The next event; none when the guest is not in any more, or the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.behind {
                self.look().await?;
                continue;
            }
            let notice = tokio::select! {
                notice = self.heard.recv() => Some(notice),
                () = tokio::time::sleep(STILL_IN) => None,
                () = self.inside.visit.state.ended() => return None,
            };
            if self.asked.elapsed() >= STILL_IN {
                // A code that can be typed runs out without anything happening.
                (self.behind, self.seq) = (true, None);
            }
            match notice {
                Some(Ok(Notice::Log { org, .. })) => {
                    self.behind |= org == self.inside.visitor.org;
                }
                Some(Ok(Notice::Presence { .. })) | None => {}
                Some(Err(RecvError::Lagged(_))) => self.behind = true,
                Some(Err(RecvError::Closed)) => return None,
            }
        }
    }

    async fn look(&mut self) -> Option<()> {
        if let Some(rest) = self.looked.and_then(|at| REST.checked_sub(at.elapsed())) {
            tokio::time::sleep(rest).await;
        }
        (self.behind, self.looked) = (false, Some(Instant::now()));
        let (state, secret) = (&self.inside.visit.state, &self.inside.secret);
        // Most of what happens in an organization happens elsewhere: one question tells.
        let seq = state.engage.latest_in_room(&self.inside.visitor).await.ok()?;
        if seq.is_some() && seq == self.seq {
            return Some(());
        }
        (self.seq, self.asked) = (seq, Instant::now());
        let visitor = state.engage.visitor(self.inside.visitor.room.id, secret).await.ok()??;
        let talk = match state.engage.talk(&visitor).await {
            Ok(talk) => talk,
            // Another browser took their place.
            Err(earshot_engage::Error::NotFound(_)) => {
                self.seq = None;
                let told = self.state.take().map(|_| Event::default().event("out").data("{}"));
                self.waiting.push_back(told?);
                return Some(());
            }
            Err(error) => {
                tracing::warn!(%error, "a room cannot be read; the browser comes again");
                return None;
            }
        };
        self.tell(&talk);
        Some(())
    }

    /// Puts what is new into the events that wait.
    fn tell(&mut self, talk: &Talk) {
        let now = lines(&self.inside.visit, talk);
        let news: Vec<&LineView> =
            now.iter().filter(|line| self.told.get(&line.id) != Some(&mark(line))).collect();
        let gone: Vec<String> =
            self.told.keys().filter(|id| now.iter().all(|line| line.id != **id)).cloned().collect();
        let state = json!({
            "host": talk.host,
            "open": talk.open,
            "code": talk.code,
            "here": talk.here,
        });
        let text = state.to_string();
        let same = self.state.as_deref() == Some(text.as_str());
        if same && news.is_empty() && gone.is_empty() {
            return;
        }
        let order: Vec<&str> = now.iter().map(|line| line.id.as_str()).collect();
        let data = json!({ "lines": news, "gone": gone, "order": order, "state": state });
        self.waiting.push_back(Event::default().event("talk").data(data.to_string()));
        self.told = now.iter().map(|line| (line.id.clone(), mark(line))).collect();
        self.state = Some(text);
    }
}

fn mark(line: &LineView) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(line).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
