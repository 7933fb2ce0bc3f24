//! `GET /live`: one stream for each screen.

use std::collections::VecDeque;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::Event;
use earshot_engage::desk::{News, Notice};
use earshot_engage::staff::Staff;
use earshot_model::{CaseId, EventKind};
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::presence::Heard;
use super::streamed;
use crate::form::Asked;
use crate::problem::{Answer, Problem};
use crate::session::Cookie;
use crate::state::State;
use crate::visit::Desk;

/// So often the login behind a stream is looked at again.
const STILL_IN: Duration = Duration::from_secs(10);
/// While the log keeps growing it is read once in this time: a hundred open screens are a load too.
const GATHER: Duration = Duration::from_millis(100);
/// Who was away for more events than this is told to fetch everything again.
const LONG_GAP: i64 = 5_000;

/// Opens the stream after the event that the browser heard last.
pub(crate) async fn open(desk: Desk, asked: Asked, headers: HeaderMap) -> Answer {
    let state = desk.visit.state;
    // Listen first, read then: what happens in between is heard twice rather than never.
    let heard = state.engage.hear();
    let head = state.engage.lists(&desk.staff).await?.seq;
    let token = Cookie::Login.read(&headers, state.is_secure()).map(ToOwned::to_owned);
    let token = token.ok_or_else(|| Problem::broken("a stream without a login"))?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    let after = last.or_else(|| asked.text("after").parse().ok());
    let mut waiting = VecDeque::new();
    let after = match after {
        Some(after) if (0..=head).contains(&after) && head - after <= LONG_GAP => after,
        Some(_) => {
            let why = json!({ "why": "behind", "at_most": LONG_GAP });
            let event = Event::default().id(head.to_string()).event("reload");
            waiting.push_back(event.data(why.to_string()));
            head
        }
        None => head,
    };
    let screen = Screen {
        state,
        staff: (*desk.staff).clone(),
        token,
        heard,
        after,
        behind: after < head,
        presence: Heard::default(),
        waiting,
        asked: tokio::time::Instant::now(),
        read_at: None,
    };
    Ok(streamed(stream::unfold(screen, |mut screen| async move {
        let event = screen.next().await?;
        Some((event, screen))
    })))
}

/// One open screen.
struct Screen {
    state: State,
    staff: Staff,
    token: String,
    heard: Receiver<Notice>,
    after: i64,
    behind: bool,
    presence: Heard,
    waiting: VecDeque<Event>,
    asked: tokio::time::Instant,
    read_at: Option<tokio::time::Instant>,
}

impl Screen {
    /// The next event for this screen; none when its login has ended or the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.behind {
                self.gather().await?;
                self.read().await?;
                continue;
            }
            let notice = tokio::select! {
                notice = self.heard.recv() => Some(notice),
                () = tokio::time::sleep(STILL_IN) => None,
                () = self.state.ended() => return None,
            };
            if self.asked.elapsed() >= STILL_IN {
                self.still_in().await?;
            }
            match notice {
                None => {}
                Some(Ok(notice)) if notice.org() != self.staff.org => {}
                Some(Ok(Notice::Log { seq, .. })) => self.behind = seq > self.after,
                Some(Ok(Notice::Presence { case, .. })) => self.look(case).await,
                // What was missed stands in the log, and on the board.
                Some(Err(RecvError::Lagged(_))) => {
                    self.behind = true;
                    for case in self.presence.cases() {
                        self.look(case).await;
                    }
                }
                Some(Err(RecvError::Closed)) => return None,
            }
        }
    }

    /// Rights change and logins end while a stream is open: it goes on with what holds now.
    async fn still_in(&mut self) -> Option<()> {
        self.staff = self.state.engage.who_unattended(&self.token).await.ok()??;
        self.asked = tokio::time::Instant::now();
        Some(())
    }

    /// Lets events come together that follow a look of a moment ago; what comes after a pause is read at
    /// once.
    async fn gather(&self) -> Option<()> {
        let Some(read_at) = self.read_at else { return Some(()) };
        tokio::select! {
            () = tokio::time::sleep_until(read_at + GATHER) => Some(()),
            () = self.state.ended() => None,
        }
    }

    async fn read(&mut self) -> Option<()> {
        let before = self.after;
        self.read_at = Some(tokio::time::Instant::now());
        let news = match self.state.engage.news(&self.staff, before).await {
            Ok(news) => news,
            Err(error) => {
                tracing::warn!(%error, "the log cannot be read; the browser comes again");
                return None;
            }
        };
        self.after = news.seq;
        self.behind = news.more;
        self.waiting.extend(told(&news, before));
        Some(())
    }

    async fn look(&mut self, case: CaseId) {
        // A case that this agent may not see is silent.
        let Ok(here) = self.state.engage.others(&self.staff, case).await else { return };
        let Ok(agents) = self.state.engage.agents(&self.staff).await else { return };
        self.waiting.extend(self.presence.news(case, &here, &agents));
        self.presence.tidy();
    }
}

/// One event for each case, with its newest fact. What this reader may not see only moves the number
/// on: a browser takes an event without data as a new id and tells nobody.
fn told(news: &News, before: i64) -> Vec<Event> {
    let mut events = Vec::new();
    for case in &news.cases {
        let newest = news.events.iter().rev().find(|event| event.case_id == Some(*case));
        if let Some(newest) = newest {
            let who = [("name", news.names.get(case)), ("call", news.calls.get(case))];
            events.push((newest.seq, fact(*case, newest.kind, newest.seq, who)));
        }
    }
    // Whoever saw a case go hears that it went, and nothing of what becomes of it.
    for case in news.gone.iter().filter(|case| !news.cases.contains(case)) {
        let data = json!({ "id": case, "kind": "gone" });
        let event = Event::default().id(news.seq.to_string()).event("case");
        events.push((news.seq, event.data(data.to_string())));
    }
    if news.everything {
        let event = Event::default().id(news.seq.to_string()).event("reload");
        events.push((news.seq, event.data(json!({ "why": "crisis" }).to_string())));
    }
    for hashtag in &news.hashtags {
        let event = Event::default().id(news.seq.to_string()).event("hashtag");
        events.push((news.seq, event.data(json!({ "hashtag": hashtag }).to_string())));
    }
    events.sort_by_key(|(seq, _)| *seq);
    let last = events.last().map_or(before, |(seq, _)| *seq);
    let mut events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
    if news.seq > last {
        events.push(Event::default().id(news.seq.to_string()));
    }
    events
}

/// A fact of a case; with the customer's name where they wrote, and who called this reader.
fn fact(case: CaseId, kind: EventKind, seq: i64, who: [(&str, Option<&String>); 2]) -> Event {
    let mut data = json!({ "id": case, "kind": kind });
    for (key, name) in who {
        if let (Some(data), Some(name)) = (data.as_object_mut(), name) {
            data.insert(key.to_owned(), name.as_str().into());
        }
    }
    Event::default().id(seq.to_string()).event("case").data(data.to_string())
}
