//! The server is killed while posts come in by every way.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use earshot_model::{SourceId, Time};
use earshot_store::{inbox, sources};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use super::{House, settle};
use crate::args::Inbound;
use crate::instruments;
use crate::server::Server;

/// After so many deliveries as are due, the kill waits at most so many milliseconds more.
const LINGER: u64 = 60;
/// Every third kill comes just after a server that is read was asked for something, and every third
/// while one is streamed, if it is within this time.
const WAIT: Duration = Duration::from_secs(4);
/// So many deliveries more are under way, or were, when the server is killed.
const MORE: usize = 60;
/// A stream that was refused is opened again after some seconds.
const STREAM_WAIT: Duration = Duration::from_secs(15);

/// What the killer did.
#[derive(Debug, Default)]
pub(super) struct Kills {
    pub(super) done: usize,
    /// Kills at whose moment a request, a delivery that waited, a page or a stream was at work.
    pub(super) at_work: usize,
    /// Kills at whose moment at least one push waited for its answer.
    pub(super) in_flight: usize,
    /// Kills that hit the server between the claim of a page and the commit of what was on it.
    pub(super) reading: usize,
    /// Kills that cut streams off.
    pub(super) streaming: usize,
}

/// Kills as often as asked, spread over the time in which posts come in.
pub(super) async fn kill_often(
    asked: &Inbound,
    server: &mut Server,
    house: &House,
) -> anyhow::Result<Kills> {
    let mut rng = StdRng::seed_from_u64(asked.seed ^ 0x006b_696c);
    let last = house.ledger.deliveries().saturating_mul(95).div_ceil(100).max(1);
    let mut due: Vec<usize> = (0..asked.kills).map(|_| rng.random_range(0..last)).collect();
    due.sort_unstable();
    let tools = instruments::real()?;
    let (mut kills, mut claims) = (Kills::default(), HashMap::new());
    for (number, deliveries) in due.into_iter().enumerate() {
        house.ledger.allow(deliveries.max(1));
        while house.ledger.taken() < deliveries {
            tokio::time::sleep(Duration::from_millis(1)).await;
            server.still_runs()?;
        }
        match number % 3 {
            1 => wait_until_asked(house).await,
            2 => wait_until_streamed(house).await,
            _ => tokio::time::sleep(Duration::from_millis(rng.random_range(0..LINGER))).await,
        }
        // The clients rest until somebody is heard or read: then all of it is cut off at once.
        house.ledger.allow(deliveries.saturating_add(MORE));
        wait_until_pushed(house).await;
        let (pushes, streams) = (house.ledger.in_flight(), streams(house));
        // It fails when the server does not live.
        server.kill().await?;
        let waiting = inbox::backlog(&mut house.db.read(house.ticket.org).await?).await?;
        let reading = cut_off(house, &mut claims, tools.now()).await?;
        kills.done += 1;
        kills.in_flight += usize::from(pushes > 0);
        kills.reading += usize::from(reading > 0);
        kills.streaming += usize::from(streams > 0);
        kills.at_work += usize::from(pushes > 0 || waiting > 0 || reading > 0 || streams > 0);
        server.start().await?;
        settle::hurry(house).await?;
    }
    house.ledger.allow(usize::MAX);
    Ok(kills)
}

/// Waits until one of the servers is asked for something.
async fn wait_until_asked(house: &House) {
    let asked = || house.stages.iter().map(|stage| stage.network.fake.asked()).sum::<u64>();
    let (start, before) = (Instant::now(), asked());
    while asked() == before && start.elapsed() < WAIT {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Waits until a stream is open.
async fn wait_until_streamed(house: &House) {
    let start = Instant::now();
    while streams(house) == 0 && start.elapsed() < STREAM_WAIT {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Waits until a push is under way.
async fn wait_until_pushed(house: &House) {
    let start = Instant::now();
    while house.ledger.in_flight() == 0 && start.elapsed() < WAIT {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn streams(house: &House) -> usize {
    house.stages.iter().map(|stage| stage.network.fake.streams()).sum()
}

/// How many sources the dead server had just claimed: those whose claim was not seen before.
async fn cut_off(
    house: &House,
    claims: &mut HashMap<SourceId, Time>,
    now: Time,
) -> anyhow::Result<usize> {
    let mut conn = house.db.read(house.ticket.org).await?;
    let mut fresh = 0;
    for stage in &house.stages {
        for source in sources::of_account(&mut conn, stage.network.account).await? {
            let Some(until) = source.lease_until.filter(|until| *until > now) else { continue };
            fresh += usize::from(claims.insert(source.id, until) != Some(until));
        }
    }
    Ok(fresh)
}
