//! Posts come in by every way at once: pushed again and again in any order, streamed, read page by
//! page, and read later where nobody listened. Meanwhile the server is killed. In the end each stands
//! there once, as it was said last, in the case where it belongs.

mod judge;
mod kill;
mod ledger;
mod plan;
mod play;
mod push;
mod settle;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_store::Db;
use tokio::task::JoinSet;

use crate::args::Inbound;
use crate::desk::Desk;
use crate::ingest::drain;
use crate::instruments;
use crate::networks::{self, Mastodon};
use crate::place::Ticket;
use crate::server::Server;
use judge::Found;
use kill::Kills;
use ledger::Ledger;
use plan::{Said, Way, plan};
use play::Stage;

/// What every part of the test needs.
#[derive(Clone)]
struct House {
    db: Arc<Db>,
    ticket: Ticket,
    plan: Arc<Vec<Said>>,
    ledger: Arc<Ledger>,
    stages: Vec<Stage>,
    /// Begins the ids of everything that is pushed.
    prefix: String,
}

/// `earshot-load inbound`. Ends with an error when a promise was broken, and when nothing was tested.
pub(crate) async fn run(asked: &Inbound) -> anyhow::Result<()> {
    let within = Duration::from_secs(asked.within);
    match tokio::time::timeout(within, test(asked)).await {
        Ok(ended) => ended,
        Err(_) => bail!("not done within {} s", asked.within),
    }
}

async fn test(asked: &Inbound) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut server = Server::new(&asked.binary, &asked.place)?;
    server.start().await?;
    let house = build(asked, &server).await?;
    settle::read_all(&house).await.context("before anything was said")?;
    let mut at_work = JoinSet::new();
    for _ in 0..asked.clients {
        at_work.spawn(push::push(house.clone(), server.address()));
    }
    for stage in &house.stages {
        at_work.spawn(play::play(house.clone(), stage.clone()));
    }
    let kills = kill::kill_often(asked, &mut server, &house).await?;
    while let Some(ended) = at_work.join_next().await {
        ended.context("a client broke")??;
    }
    let said_in = start.elapsed();
    settle::read_all(&house).await.context("after all was said")?;
    drain(&house.db, house.ticket.org).await?;
    let found = judge::compare(&house).await?;
    server.stop().await?;
    let verified = server.verify().await?;
    tell(asked, &house, &kills, &found);
    println!(
        "said_in={:.0}s seconds={:.0}\nverify: {verified}",
        said_in.as_secs_f64(),
        start.elapsed().as_secs_f64()
    );
    judge::judge(asked, &house, &kills, &found)
}

async fn build(asked: &Inbound, server: &Server) -> anyhow::Result<House> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let mut desk = Desk::log_in(server.address(), &ticket).await?;
    let plan = Arc::new(plan(asked.seed, asked.posts, asked.servers));
    let mut stages = Vec::new();
    for number in 0..asked.servers {
        let network =
            networks::mastodon(&mut desk, &plan::handle(number), tools.clock.clone()).await?;
        // What is tested is what is kept, not how fast it may be asked for.
        network.fake.allow(1_000_000);
        let Mastodon { account, .. } = &network;
        let path = format!("/settings/accounts/{account}/sources");
        desk.must(&path, &[("kind", "hashtag"), ("name", plan::TAG)]).await?;
        stages.push(Stage::new(asked.seed, &plan, number, network));
    }
    Ok(House {
        db: Arc::new(asked.place.open().await?),
        ticket,
        ledger: Arc::new(Ledger::new(asked.seed, &plan)),
        plan,
        stages,
        prefix: format!("f{}", tools.now().micros()),
    })
}

impl House {
    /// How much of everything was delivered, from 0 to 1.
    fn progress(&self) -> f64 {
        self.ledger.progress()
    }

    /// The channel's id of a post, if it was said by now.
    fn id_of(&self, number: usize) -> Option<String> {
        match self.plan.get(number)?.way {
            Way::Push => Some(format!("{}-{number}", self.prefix)),
            Way::Read(server) => self.stages.get(server)?.id_of(number),
        }
    }
}

fn tell(asked: &Inbound, house: &House, kills: &Kills, found: &Found) {
    let ledger = &house.ledger;
    println!(
        "kills={} at_work={} in_flight={} reading={} streaming={} broken_requests={} \
         refused_requests={}",
        kills.done,
        kills.at_work,
        kills.in_flight,
        kills.reading,
        kills.streaming,
        ledger.broken(),
        ledger.refused(),
    );
    let disorder = ledger.disorder();
    let heard: usize = house.stages.iter().map(Stage::heard_again).sum();
    println!(
        "posts={} pushes={} pushed_again={} known_already={} rejected={} edits_before_post={} \
         deletes_before_post={} told_again_by_servers={heard} faults_of_servers={:?}",
        asked.posts,
        ledger.deliveries(),
        ledger.again(),
        ledger.known(),
        ledger.rejected(),
        disorder.edits,
        disorder.deletes,
        play::faults(&house.stages),
    );
    println!("{found}");
}
