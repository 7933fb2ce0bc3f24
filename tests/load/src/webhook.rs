//! Posts come at a fixed rate, whatever the answers do, as a network's webhooks do. Each answer is timed
//! from when its post was due, so that a slow one does not hide what it held up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::task::JoinSet;

use crate::args::Webhook;
use crate::bring::{Bringer, Stream};
use crate::ingest::drain;
use crate::instruments;
use crate::memory::own_seconds;
use crate::place::Ticket;
use crate::posts::Pool;
use crate::times::{Millis, Times, per_second};

/// What posts at a fixed rate met.
#[derive(Default)]
pub(crate) struct Met {
    pub(crate) times: Times,
    /// Answers that were no success, and connections that broke.
    pub(crate) errors: usize,
}

impl Met {
    /// Takes over what another one met.
    pub(crate) fn merge(&mut self, other: Self) {
        self.times.merge(other.times);
        self.errors += other.errors;
    }
}

/// Posts at a fixed rate.
pub(crate) struct Load {
    pub(crate) server: SocketAddr,
    pub(crate) ticket: Ticket,
    pub(crate) stream: Arc<Stream>,
    /// A second.
    pub(crate) rate: u32,
    pub(crate) lines: usize,
}

impl Load {
    /// Brings posts for so long.
    pub(crate) async fn bring(&self, over: Duration) -> anyhow::Result<Met> {
        let (start, next) = (Instant::now(), Arc::new(AtomicU32::new(0)));
        let each = Duration::from_secs(1) / self.rate.max(1);
        let mut lines = JoinSet::new();
        for _ in 0..self.lines {
            let bringer = Bringer::new(self.server, &self.ticket);
            let (stream, next) = (self.stream.clone(), next.clone());
            lines.spawn(async move {
                let mut bringer = bringer;
                let mut met = Met::default();
                loop {
                    let due = start + each * next.fetch_add(1, Ordering::Relaxed);
                    if due.duration_since(start) >= over {
                        return Ok::<_, anyhow::Error>(met);
                    }
                    let event = stream.event().context("there are no posts")?;
                    let body = Bringer::body(std::slice::from_ref(&event))?;
                    tokio::time::sleep_until(due.into()).await;
                    match bringer.bring(body).await {
                        Ok(answer) if answer.is_success() => met.times.add(due.elapsed()),
                        _ => met.errors += 1,
                    }
                }
            });
        }
        let mut met = Met::default();
        while let Some(ended) = lines.join_next().await {
            met.merge(ended.context("a line broke")??);
        }
        Ok(met)
    }
}

/// `earshot-load webhook`: one row of a table.
pub(crate) async fn run(asked: &Webhook) -> anyhow::Result<()> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let prefix = format!("w{}", tools.now().micros());
    let stream = Stream::new(Pool::new(&asked.posts)?, tools, prefix);
    let db = asked.place.open().await?;
    let (rate, lines, org) = (asked.rate, asked.lines, ticket.org);
    let load = Load { server: asked.server, ticket, stream, rate, lines };
    // The first seconds open connections, and fill what is filled once.
    load.bring(Duration::from_secs(3)).await?;
    let (start, used) = (Instant::now(), own_seconds());
    let met = load.bring(Duration::from_secs(asked.seconds)).await?;
    let took = start.elapsed();
    let cores = own_seconds().zip(used).map(|(now, then)| (now - then) / took.as_secs_f64());
    let (backlog, empty_after) = drain(&db, org).await?;
    println!(
        "| {} | {rate} | {} | {} | {} | {} | {} | {backlog} | {} | {} |",
        db.engine_name(),
        per_second(met.times.count(), took),
        Millis(met.times.percentile(50)),
        Millis(met.times.percentile(95)),
        Millis(met.times.percentile(99)),
        met.errors,
        Millis(Some(empty_after)),
        cores.map_or_else(|| "-".to_owned(), |cores| format!("{cores:.2}")),
    );
    db.close().await;
    if met.times.count() == 0 {
        bail!("the server accepted nothing");
    }
    Ok(())
}
