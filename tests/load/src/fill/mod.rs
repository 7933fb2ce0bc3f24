//! Stores many cases and posts, as months of work would have left them.
//!
//! Every inbound post is judged by the organization's own listeners, funnel and playbook; only which
//! post belongs to which case is drawn by lot. The log holds an event for each post and case.

mod judge;
mod people;
mod story;
mod write;

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, bail};
use earshot_listen::{Listen, Stages};
use earshot_model::{Account, AgentId, Instruments, Queue, Time};
use earshot_store::{Db, accounts, agents, setup};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use crate::args::Fill;
use crate::instruments;
use crate::posts::{Meant, Pool};
use people::Author;
use story::Story;

/// So many posts are written in one transaction, or a few more.
const BATCH: usize = 2_000;

/// What every story is drawn from.
pub(super) struct World {
    pub(super) tools: Instruments,
    pub(super) now: Time,
    pub(super) account: Account,
    pub(super) stages: Stages,
    pub(super) queues: Vec<Queue>,
    pub(super) agents: Vec<AgentId>,
    pub(super) customers: Vec<Author>,
    pub(super) others: Vec<Author>,
    pub(super) brand: Author,
    /// Texts by number: words to the brand.
    pub(super) words: Vec<usize>,
    /// Texts by number: the rest.
    pub(super) rest: Vec<usize>,
    pub(super) pool: Pool,
    /// Begins the channel ids of this run.
    pub(super) prefix: String,
}

/// `earshot-load fill`.
pub(crate) async fn run(asked: &Fill) -> anyhow::Result<()> {
    let start = Instant::now();
    let ticket = asked.place.ticket()?;
    let db = Arc::new(asked.place.open().await?);
    let world = Arc::new(world(asked, &db, &ticket).await?);
    let mut rng = StdRng::seed_from_u64(asked.posts.seed);
    let singles = asked.count.saturating_sub(asked.cases.saturating_mul(4));
    let (mut cases_left, mut singles_left) = (asked.cases, singles);
    let (mut posts, mut next) = (0, None);
    while cases_left > 0 || singles_left > 0 || next.is_some() {
        let mut drawn = Vec::new();
        let mut size = 0;
        while size < BATCH && (cases_left > 0 || singles_left > 0) {
            // Cases and single posts come mixed, in the proportion that is left.
            let case = rng.random_range(0..cases_left + singles_left) < cases_left;
            drawn.push((case, rng.random::<u64>()));
            size += if case { 4 } else { 1 };
            if case { cases_left -= 1 } else { singles_left -= 1 }
        }
        // One batch is judged while the one before it is written.
        let made = world.clone();
        let judging = tokio::task::spawn_blocking(move || stories(&made, &drawn));
        if let Some(ready) = next.take() {
            posts += write::write(&db, ticket.org, world.account.id, ready).await?;
        }
        next = Some(judging.await.context("a batch could not be judged")?)
            .filter(|ready: &Vec<Story>| !ready.is_empty());
        if posts % 100_000 < BATCH {
            eprintln!("{posts} posts after {} s", start.elapsed().as_secs());
        }
    }
    println!(
        "{} cases and {posts} posts in {:.0} s ({}; {})",
        asked.cases,
        start.elapsed().as_secs_f64(),
        db.engine_name(),
        world.pool.source,
    );
    Ok(())
}

fn stories(world: &World, drawn: &[(bool, u64)]) -> Vec<Story> {
    drawn
        .iter()
        .filter_map(|(case, seed)| {
            let mut rng = StdRng::seed_from_u64(*seed);
            if *case { story::case(world, &mut rng) } else { story::single(world, &mut rng) }
        })
        .collect()
}

async fn world(asked: &Fill, db: &Arc<Db>, ticket: &crate::place::Ticket) -> anyhow::Result<World> {
    let tools = instruments::real()?;
    let stages = Listen::new(db.clone(), tools.clone()).stages(ticket.org).await?;
    let mut conn = db.read(ticket.org).await?;
    let account = accounts::find(&mut conn, ticket.account).await?;
    let queues = setup::queues(&mut conn).await?;
    let agents = agents::all(&mut conn).await?.into_iter().map(|agent| agent.id).collect();
    drop(conn);
    let pool = Pool::new(&asked.posts)?;
    let meant = |number: &usize| pool.text(*number).is_some_and(|t| t.meant == Meant::Word);
    let (words, rest): (Vec<usize>, Vec<usize>) = (0..pool.count()).partition(meant);
    if words.is_empty() || rest.is_empty() {
        bail!("there are too few texts: ask for at least a few hundred");
    }
    let now = tools.now();
    let prefix = format!("f{}", now.micros());
    let people = people::Maker { db, org: ticket.org, tools: &tools, now, prefix: &prefix };
    let customers = people.make("c", asked.cases.saturating_mul(2).div_ceil(3).max(1)).await?;
    let others = people.make("o", asked.count.div_ceil(5).max(1)).await?;
    let brand = people.brand().await?;
    Ok(World {
        tools,
        now,
        account,
        stages,
        queues,
        agents,
        customers,
        others,
        brand,
        words,
        rest,
        pool,
        prefix,
    })
}
