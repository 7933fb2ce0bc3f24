//! How long a post takes from "accepted" to an open browser.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use earshot_store::{events, posts};
use http_body_util::BodyExt as _;
use hyper::Method;
use hyper::body::Incoming;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::args::{Live, Posts};
use crate::bring::{Bringer, Stream, id_of};
use crate::http::{Line, Lost};
use crate::posts::Pool;
use crate::times::{Millis, Times};
use crate::{instruments, log_in};

/// The browser gathers events for so long before it fetches (`ui/src/elements/live-stream.ts`).
const GATHER: Duration = Duration::from_millis(120);

/// So long after the last post it counts as missed.
const SETTLE: Duration = Duration::from_secs(2);

/// When a case was first heard of.
type Heard = Arc<Mutex<HashMap<String, Instant>>>;

#[derive(Deserialize)]
struct About {
    id: String,
}

/// `earshot-load live`: one row of a table.
pub(crate) async fn run(asked: &Live) -> anyhow::Result<()> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let db = asked.place.open().await?;
    let after = events::head(&mut db.read(ticket.org).await?).await?.seq;
    let cookie = log_in::cookie(asked.server, &ticket).await?;
    let heard = Heard::default();
    let stream = open(asked, &cookie, after).await?;
    let ear = tokio::spawn(hear(stream, heard.clone()));
    let mut others = JoinSet::new();
    for _ in 1..asked.screens {
        others.spawn(hear(open(asked, &cookie, after).await?, Heard::default()));
    }
    let prefix = format!("l{}", tools.now().micros());
    let texts = Posts { corpus: None, seed: 1, texts: 20_000 };
    let posts = Stream::new(Pool::new(&texts)?, tools, prefix);
    let mut bringer = Bringer::new(asked.server, &ticket);
    let mut browser = Line::new(asked.server).with("cookie", cookie);
    let (mut sent, mut pages) = (Vec::new(), Times::default());
    let pause = Duration::from_millis(asked.pause);
    for number in posts.words_from(0).take(asked.posts) {
        let event = posts.event_of(number).context("there are no posts")?;
        let body = Bringer::body(std::slice::from_ref(&event))?;
        let answer = bringer.bring(body).await.map_err(lost)?;
        if !answer.is_success() {
            bail!("the server refused a post: status {}", answer.status);
        }
        sent.push((id_of(&event).to_owned(), Instant::now()));
        tokio::time::sleep(pause).await;
        let asked = Instant::now();
        browser.get("/cases?list=all").await.map_err(lost)?;
        pages.add(asked.elapsed());
    }
    // The last ones may still be on their way.
    tokio::time::sleep(SETTLE).await;
    let mut conn = db.read(ticket.org).await?;
    let ids = sent.iter().map(|(id, _)| id.clone()).collect();
    let known = posts::known(&mut conn, ticket.account, ids).await?;
    drop(conn);
    ear.abort();
    others.abort_all();
    let cases: HashMap<String, String> = known
        .into_iter()
        .filter_map(|post| Some((post.external_id, post.case_id?.to_string())))
        .collect();
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut times, mut missed) = (Times::default(), 0_usize);
    for (id, at) in sent {
        let Some(case) = cases.get(&id) else { continue };
        match heard.get(case) {
            Some(when) => times.add(when.saturating_duration_since(at)),
            None => missed += 1,
        }
    }
    let screens = format!("{} | {}", db.engine_name(), asked.screens);
    tell(&screens, &times, &pages, missed)
}

fn tell(screens: &str, times: &Times, pages: &Times, missed: usize) -> anyhow::Result<()> {
    // The sum of two percentiles is no percentile, but nothing that is better than it.
    let whole = |percent| {
        let (event, page) = (times.percentile(percent)?, pages.percentile(percent)?);
        Some(event + GATHER + page)
    };
    println!(
        "| {screens} | {} | {} | {} | {} | {} | {} | {missed} |",
        times.count(),
        Millis(times.percentile(50)),
        Millis(times.percentile(99)),
        Millis(pages.percentile(50)),
        Millis(whole(50)),
        Millis(whole(99)),
    );
    if times.count() == 0 || missed > 0 {
        bail!("{missed} cases were not heard of, {} were", times.count());
    }
    Ok(())
}

fn lost(lost: Lost) -> anyhow::Error {
    anyhow::anyhow!("the server did not answer: {lost:?}")
}

async fn open(asked: &Live, cookie: &str, after: i64) -> anyhow::Result<Incoming> {
    let mut line = Line::new(asked.server)
        .with("cookie", cookie.to_owned())
        .with("accept", "text/event-stream".to_owned());
    let path = format!("/live?after={after}");
    let answer = line.open(Method::GET, &path, "", Bytes::new()).await.map_err(lost)?;
    if answer.status() != 200 {
        bail!("the live stream does not open: status {}", answer.status());
    }
    Ok(answer.into_body())
}

/// Notes when each case is first told of.
async fn hear(mut stream: Incoming, heard: Heard) {
    let mut rest = String::new();
    while let Some(Ok(frame)) = stream.frame().await {
        let Ok(bytes) = frame.into_data() else { continue };
        let now = Instant::now();
        rest.push_str(&String::from_utf8_lossy(&bytes));
        while let Some((line, after)) = rest.split_once('\n') {
            if let Some(case) = case_of(line) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.entry(case).or_insert(now);
            }
            rest = after.to_owned();
        }
    }
}

/// The case that a line of the stream is about.
fn case_of(line: &str) -> Option<String> {
    let data = line.strip_prefix("data:")?;
    serde_json::from_str::<About>(data.trim()).ok().map(|about| about.id)
}

#[cfg(test)]
mod tests {
    use super::case_of;

    #[test]
    fn a_line_of_data_names_its_case() {
        let line = "data: {\"id\":\"0190\",\"version\":3}\r";
        assert_eq!(case_of(line).as_deref(), Some("0190"));
        assert_eq!(case_of("event: case"), None);
        assert_eq!(case_of("data: ping"), None);
    }
}
