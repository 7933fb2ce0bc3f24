//! How fast the pages of a logged-in agent come.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::task::JoinSet;

use crate::args::Pages;
use crate::http::Line;
use crate::log_in::{self, encoded};
use crate::questions;
use crate::times::{Millis, Times};

/// What one kind of page showed.
#[derive(Default)]
struct Seen {
    times: Times,
    faults: usize,
    bytes: usize,
}

/// `earshot-load pages`: rows of a table.
pub(crate) async fn run(asked: &Pages) -> anyhow::Result<()> {
    let ticket = asked.place.ticket()?;
    let db = asked.place.open().await?;
    let mut conn = db.read(ticket.org).await?;
    let cases = questions::cases(&mut conn, asked.requests, asked.seed).await?;
    let searches = questions::searches(&mut conn, asked.requests, asked.seed).await?;
    drop(conn);
    if cases.is_empty() || searches.is_empty() {
        bail!("there is nothing to look at: run `earshot-load fill` or `ingest` first");
    }
    let lists = ["all", "unassigned", "mine"];
    let lists = lists.iter().cycle().take(asked.requests);
    let kinds: [(&str, Vec<String>); 3] = [
        ("case page", cases.iter().map(|case| format!("/cases/{case}?list=all")).collect()),
        ("list page", lists.map(|list| format!("/cases?list={list}")).collect()),
        ("search", searches.iter().map(|q| format!("/search?q={}", encoded(q))).collect()),
    ];
    let cookie = log_in::cookie(asked.server, &ticket).await?;
    for (name, paths) in kinds {
        let seen = read(asked, &cookie, paths).await?;
        let count = seen.times.count();
        println!(
            "| {} | {name} | {} | {count} | {} | {} | {} | {} KiB | {} |",
            db.engine_name(),
            asked.clients,
            Millis(seen.times.percentile(50)),
            Millis(seen.times.percentile(99)),
            Millis(seen.times.percentile(100)),
            seen.bytes.checked_div(count).unwrap_or(0).div_ceil(1024),
            seen.faults,
        );
        if seen.faults > 0 {
            bail!("{} of {} requests for the {name} failed", seen.faults, count + seen.faults);
        }
    }
    db.close().await;
    Ok(())
}

async fn read(asked: &Pages, cookie: &str, paths: Vec<String>) -> anyhow::Result<Seen> {
    let paths = Arc::new(paths);
    let clients = asked.clients.max(1);
    let deadline = Instant::now() + Duration::from_secs(asked.seconds);
    let mut readers = JoinSet::new();
    for client in 0..clients {
        let line = Line::new(asked.server).with("cookie", cookie.to_owned());
        let paths = paths.clone();
        readers.spawn(async move {
            let mine = paths.iter().skip(client).step_by(clients);
            reader(line, mine, deadline).await
        });
    }
    let mut seen = Seen::default();
    while let Some(ended) = readers.join_next().await {
        let one = ended.context("a reader broke")?;
        seen.times.merge(one.times);
        seen.faults += one.faults;
        seen.bytes += one.bytes;
    }
    Ok(seen)
}

async fn reader(mut line: Line, paths: impl Iterator<Item = &String>, deadline: Instant) -> Seen {
    let mut seen = Seen::default();
    for path in paths {
        let asked = Instant::now();
        if asked > deadline {
            break;
        }
        match line.get(path).await {
            Ok(page) if page.status == 200 => {
                seen.times.add(asked.elapsed());
                seen.bytes += page.body.len();
            }
            Ok(_) => seen.faults += 1,
            Err(_) => {
                seen.faults += 1;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    seen
}
