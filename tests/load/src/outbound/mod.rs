//! Answers go out through networks that misbehave, and the server is killed between every two steps. In
//! the end each customer saw their answer once, or the desk says honestly that it did not go.

mod doubt;
mod judge;
mod kill;
mod network;
mod people;
mod say;
mod trouble;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_model::OutboxId;
use earshot_store::Db;
use tokio::task::JoinSet;

use crate::args::Outbound;
use crate::desk::Desk;
use crate::instruments;
use crate::place::Ticket;
use crate::server::Server;
use network::Network;
use people::Customer;

/// What every part of the test needs.
#[derive(Clone)]
struct House {
    db: Arc<Db>,
    ticket: Ticket,
    networks: Arc<Vec<Network>>,
    customers: Arc<Vec<Customer>>,
    pace: Arc<Pace>,
}

/// How far the writers may go, and what they do.
#[derive(Debug, Default)]
struct Pace {
    /// So many answers may be written by now.
    allowed: AtomicUsize,
    /// So many were.
    written: AtomicUsize,
    /// Forms that wait for their answer.
    in_flight: AtomicUsize,
    /// Forms whose connection broke.
    broken: AtomicUsize,
    /// Logins that were lost and renewed.
    renewed: AtomicUsize,
}

/// `earshot-load outbound`. Ends with an error when a promise was broken, and when nothing was tested.
pub(crate) async fn run(asked: &Outbound) -> anyhow::Result<()> {
    let within = Duration::from_secs(asked.within);
    match tokio::time::timeout(within, test(asked)).await {
        Ok(ended) => ended,
        Err(_) => bail!("not done within {} s", asked.within),
    }
}

async fn test(asked: &Outbound) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut server = Server::new(&asked.binary, &asked.place)?;
    server.start().await?;
    let house = build(asked, &server).await?;
    let mut at_work = JoinSet::new();
    for writer in 0..say::WRITERS {
        at_work.spawn(say::write(house.clone(), server.address(), writer));
    }
    let mending = tokio::spawn(trouble::mend(house.clone(), server.address()));
    let making = tokio::spawn(trouble::make(house.clone(), asked.seed, asked.times));
    let kills = kill::kill_often(asked, &mut server, &house).await?;
    house.pace.allow(house.customers.len());
    while let Some(ended) = at_work.join_next().await {
        ended.context("a writer broke")??;
    }
    making.await.context("nobody made trouble")?;
    let written_in = start.elapsed();
    judge::wait_for_ends(&house).await?;
    mending.abort();
    let found = judge::compare(&house, &kills).await?;
    server.stop().await?;
    let verified = server.verify().await?;
    println!("{kills}");
    println!("troubles={:?}", trouble::hits(&house.networks));
    println!(
        "replies={} broken_forms={} renewed_logins={}\n{found}",
        house.customers.len(),
        house.pace.broken.load(Ordering::Relaxed),
        house.pace.renewed.load(Ordering::Relaxed),
    );
    println!(
        "written_in={:.0}s seconds={:.0}\nverify: {verified}",
        written_in.as_secs_f64(),
        start.elapsed().as_secs_f64()
    );
    judge::judge(asked, &house, &kills, &found)
}

async fn build(asked: &Outbound, server: &Server) -> anyhow::Result<House> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let db = Arc::new(asked.place.open().await?);
    let mut desk = Desk::log_in(server.address(), &ticket).await?;
    let networks = Arc::new(network::all(server, &mut desk, &tools.clock).await?);
    let customers = people::come(&db, &ticket, &networks, asked, &tools).await?;
    let (customers, pace) = (Arc::new(customers), Arc::default());
    Ok(House { db, ticket, networks, customers, pace })
}

impl House {
    /// The customer who gets this answer.
    fn by_key(&self) -> HashMap<OutboxId, &Customer> {
        self.customers.iter().map(|customer| (customer.key, customer)).collect()
    }
}

impl Pace {
    /// So many answers may be written by now.
    fn allow(&self, many: usize) {
        self.allowed.fetch_max(many, Ordering::SeqCst);
    }

    fn allowed(&self) -> usize {
        self.allowed.load(Ordering::SeqCst)
    }
}
