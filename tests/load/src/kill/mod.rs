//! Kills the server while clients send. What was accepted must be there, once, whatever happened.

mod compare;
mod ledger;
mod sender;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};
use tokio::task::JoinSet;

use crate::args::{Kill9, Posts};
use crate::bring::Stream;
use crate::ingest::drain;
use crate::instruments;
use crate::place::Ticket;
use crate::posts::Pool;
use crate::server::Server;
use compare::compare;
use ledger::Ledger;

/// After the posts that are due were accepted, the kill waits at most so many milliseconds more.
const LINGER: u64 = 40;

/// `earshot-load kill9`. Ends with an error when a promise was broken, and when nothing was tested.
pub(crate) async fn run(asked: &Kill9) -> anyhow::Result<()> {
    let within = Duration::from_secs(asked.within);
    match tokio::time::timeout(within, test(asked)).await {
        Ok(ended) => ended,
        Err(_) => bail!("not done within {} s", asked.within),
    }
}

async fn test(asked: &Kill9) -> anyhow::Result<()> {
    let start = Instant::now();
    let ticket = asked.place.ticket()?;
    let ledger = Arc::new(Ledger::new(asked.posts));
    let mut server = Server::new(&asked.binary, &asked.place)?;
    server.start().await?;
    let mut senders = senders(asked, &ticket, &ledger, &server)?;
    let kills = kill_often(asked, &mut server, &ledger).await?;
    while let Some(ended) = senders.join_next().await {
        ended.context("a client broke")??;
    }
    let db = asked.place.open().await?;
    let (_, emptied) = drain(&db, ticket.org).await?;
    let found = compare(&db, &ticket, &ledger).await?;
    db.close().await;
    server.stop().await?;
    let verified = server.verify().await?;
    println!(
        "kills={} kills_in_flight={} broken_requests={} refused_requests={} posts={} accepted={} \
         late_duplicates={} rejected={} missing={} double={} strangers={} cases_opened_twice={} \
         waiting={} emptied_ms={} seconds={:.1}\nverify: {verified}",
        kills.done,
        kills.in_flight,
        ledger.broken(),
        ledger.refused(),
        asked.posts,
        ledger.accepted(),
        ledger.late_duplicates(),
        ledger.rejected(),
        found.missing,
        found.double,
        found.strangers,
        found.cases_twice,
        found.waiting,
        emptied.as_millis(),
        start.elapsed().as_secs_f64(),
    );
    judge(asked, &kills, &ledger, &found)
}

/// What the killer did.
struct Kills {
    done: usize,
    /// Kills at whose moment at least one request was waiting for its answer.
    in_flight: usize,
}

fn senders(
    asked: &Kill9,
    ticket: &Ticket,
    ledger: &Arc<Ledger>,
    server: &Server,
) -> anyhow::Result<JoinSet<anyhow::Result<()>>> {
    let tools = instruments::real()?;
    let prefix = format!("k{}", tools.now().micros());
    let pool = Posts { corpus: None, seed: asked.seed, texts: asked.posts.clamp(1, 20_000) };
    let stream = Stream::new(Pool::new(&pool)?, tools, prefix);
    let mut senders = JoinSet::new();
    for _ in 0..asked.clients {
        senders.spawn(sender::send(
            server.address(),
            ticket.clone(),
            stream.clone(),
            ledger.clone(),
        ));
    }
    Ok(senders)
}

/// Each kill comes when a random number of posts is accepted, and a random moment later: so all of
/// them fall into the time in which clients send.
async fn kill_often(asked: &Kill9, server: &mut Server, ledger: &Ledger) -> anyhow::Result<Kills> {
    let mut rng = StdRng::seed_from_u64(asked.seed);
    let last = asked.posts.saturating_mul(95).div_ceil(100).max(1);
    let mut due: Vec<usize> = (0..asked.kills).map(|_| rng.random_range(0..last)).collect();
    due.sort_unstable();
    let mut kills = Kills { done: 0, in_flight: 0 };
    for posts in due {
        while ledger.accepted() < posts {
            tokio::time::sleep(Duration::from_millis(1)).await;
            server.still_runs()?;
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..LINGER))).await;
        let waiting = ledger.in_flight();
        server.kill().await?;
        kills.done += 1;
        kills.in_flight += usize::from(waiting > 0);
        server.start().await?;
    }
    Ok(kills)
}

fn judge(
    asked: &Kill9,
    kills: &Kills,
    ledger: &Ledger,
    found: &compare::Found,
) -> anyhow::Result<()> {
    if kills.done != asked.kills {
        bail!("{} of {} kills were done", kills.done, asked.kills);
    }
    if kills.in_flight == 0 || ledger.broken() == 0 {
        bail!("no kill hit a request in flight: nothing was tested");
    }
    if ledger.accepted() != asked.posts || ledger.rejected() > 0 {
        bail!("{} of {} posts were accepted", ledger.accepted(), asked.posts);
    }
    if *found != compare::Found::default() {
        bail!("the database does not hold what was accepted, once each: {found:?}");
    }
    Ok(())
}
