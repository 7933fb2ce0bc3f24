//! One account is in trouble: what does that cost the others? Phases with and without trouble take
//! turns in one run, so that both see the same hour of the machine.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_fakes::Moment;
use earshot_fakes::mastodon::{MastodonFault, NewStatus};
use earshot_model::{CaseId, Instruments, OutboxId};
use earshot_store::{Db, cases, posts, sources};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::args::Bulkhead;
use crate::bring::Stream;
use crate::desk::Desk;
use crate::ingest::drain;
use crate::instruments;
use crate::needs::need;
use crate::networks::{self, Mastodon};
use crate::place::Ticket;
use crate::posts::{HANDLE, Pool};
use crate::server::Server;
use crate::times::{Millis, Times};
use crate::webhook::{Load, Met};

/// How often is looked whether something came.
const LOOK: Duration = Duration::from_millis(50);
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many connections bring posts.
const LINES: usize = 32;
/// One answer is given through the account that is well so often.
const ANSWER_EVERY: Duration = Duration::from_millis(100);
/// More than strike in one phase.
const MANY: u32 = 100_000;

/// Everything that the measurement needs.
struct House {
    db: Arc<Db>,
    ticket: Ticket,
    tools: Instruments,
    desk: Desk,
    well: Mastodon,
    ill: Mastodon,
    waiting: Waiting,
}

/// Cases that wait for an answer.
#[derive(Default)]
struct Waiting {
    well: Vec<(CaseId, i64)>,
    ill: Vec<(CaseId, i64)>,
}

/// What one kind of phase cost the account that is well.
#[derive(Default)]
struct Phase {
    pushed: Met,
    /// From "send it now" until the answer stands on its network.
    answered: Times,
    /// Requests that the network in trouble was asked.
    asked: u64,
}

/// `earshot-load bulkhead`: a table.
pub(crate) async fn run(asked: &Bulkhead) -> anyhow::Result<()> {
    let mut server = Server::new(&asked.binary, &asked.place)?;
    server.start().await?;
    let mut house = build(asked, &server).await?;
    let pool = Pool::new(&asked.posts)?;
    let prefix = format!("b{}", house.tools.now().micros());
    let load = Load {
        server: server.address(),
        ticket: house.ticket.clone(),
        stream: Stream::new(pool, house.tools.clone(), prefix),
        rate: asked.rate,
        lines: LINES,
    };
    let over = Duration::from_secs(asked.seconds);
    load.bring(over / 2).await?;
    let (mut calm, mut trouble) = (Phase::default(), Phase::default());
    for pair in 0..asked.pairs {
        // Each goes first as often as the other.
        for turn in 0..2 {
            let in_trouble = (pair + turn) % 2 == 1;
            house.set(in_trouble);
            let phase = if in_trouble { &mut trouble } else { &mut calm };
            house.phase(&load, over, phase).await?;
            drain(&house.db, house.ticket.org).await?;
        }
    }
    server.stop().await?;
    report(house.db.engine_name(), &calm, &trouble)
}

async fn build(asked: &Bulkhead, server: &Server) -> anyhow::Result<House> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let db = Arc::new(asked.place.open().await?);
    let mut desk = Desk::log_in(server.address(), &ticket).await?;
    let mut all = Vec::new();
    for name in ["well", "ill"] {
        let handle = format!("{HANDLE}{name}");
        let network = networks::mastodon(&mut desk, &handle, tools.clock.clone()).await?;
        network.fake.allow(1_000_000);
        network.fake.late_by(Duration::from_secs(30));
        all.push(network);
    }
    let (Some(ill), Some(well)) = (all.pop(), all.pop()) else { bail!("there are no networks") };
    let waiting = Waiting::default();
    let mut house = House { db, ticket, tools, desk, well, ill, waiting };
    let phases = asked.pairs.saturating_mul(2);
    let each = usize::try_from(Duration::from_secs(asked.seconds).as_millis())?
        / usize::try_from(ANSWER_EVERY.as_millis())?.max(1);
    let many = phases.saturating_mul(each.saturating_add(2));
    house.waiting.well = house.people(&house.well, many).await?;
    house.waiting.ill = house.people(&house.ill, many).await?;
    Ok(house)
}

impl House {
    /// So many people ask on a network; gives their cases.
    async fn people(&self, on: &Mastodon, many: usize) -> anyhow::Result<Vec<(CaseId, i64)>> {
        let mut rng = StdRng::seed_from_u64(7);
        self.until("the first look", async |house| {
            let mut conn = house.db.read(house.ticket.org).await?;
            let all = sources::of_account(&mut conn, on.account).await?;
            let mut mentions = all.iter().filter(|source| source.kind == "mentions");
            Ok(mentions.all(|source| source.caught_up_at.is_some()).then_some(()))
        })
        .await?;
        let said: Vec<String> = (0..many)
            .map(|number| {
                on.fake.post(NewStatus {
                    author: format!("{}c{number}", on.handle),
                    text: need(&mut rng, &on.handle),
                    in_reply_to: None,
                    visibility: None,
                })
            })
            .collect();
        self.until("the cases", async |house| {
            let mut conn = house.db.read(house.ticket.org).await?;
            let known = posts::known(&mut conn, on.account, said.clone()).await?;
            let found: Vec<CaseId> = known.iter().filter_map(|post| post.case_id).collect();
            if found.len() < many {
                return Ok(None);
            }
            let rows = cases::find_all(&mut conn, found).await?;
            Ok(Some(rows.into_iter().map(|case| (case.id, case.version)).collect()))
        })
        .await
    }

    async fn until<T>(
        &self,
        what: &str,
        there: impl AsyncFn(&Self) -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        let start = Instant::now();
        loop {
            if let Some(found) = there(self).await? {
                return Ok(found);
            }
            if start.elapsed() > PATIENCE {
                bail!("{what} did not come within {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The network in trouble takes answers and keeps silent about them, and lets everybody else wait;
    /// or it is well.
    fn set(&self, in_trouble: bool) {
        let times = if in_trouble { MANY } else { 0 };
        for fault in [MastodonFault::AcceptLate, MastodonFault::SlowBody] {
            self.ill.fake.plan(fault, times);
        }
    }

    /// Posts come in through one account, answers go out through two.
    async fn phase(
        &mut self,
        load: &Load,
        over: Duration,
        phase: &mut Phase,
    ) -> anyhow::Result<()> {
        let before = self.ill.fake.asked();
        let (pushed, answered) = tokio::join!(load.bring(over), self.answer(over));
        phase.pushed.merge(pushed?);
        phase.answered.merge(answered?);
        phase.asked += self.ill.fake.asked().saturating_sub(before);
        Ok(())
    }

    async fn answer(&mut self, over: Duration) -> anyhow::Result<Times> {
        let (start, mut times) = (Instant::now(), Times::default());
        while start.elapsed() < over {
            let round = Instant::now();
            let through_ill = self.waiting.ill.pop().context("too few people asked")?;
            self.send(through_ill).await?;
            let through_well = self.waiting.well.pop().context("too few people asked")?;
            let mut shown = self.well.fake.stop_at(Moment::Answered);
            let sent = self.send(through_well).await?;
            let heard = tokio::time::timeout(PATIENCE, shown.reached()).await;
            heard.context("an answer through the account that is well did not come")?;
            times.add(sent.elapsed());
            tokio::time::sleep(ANSWER_EVERY.saturating_sub(round.elapsed())).await;
        }
        Ok(times)
    }

    /// Writes an answer and lets it go at once. Gives when it was let go.
    async fn send(&mut self, (case, version): (CaseId, i64)) -> anyhow::Result<Instant> {
        let key: OutboxId = self.tools.id();
        let (seen, id) = (version.to_string(), key.to_string());
        let text = "We are sorry, and look after it at once.";
        let fields =
            [("key", id.as_str()), ("audience", "public"), ("text", text), ("seen", seen.as_str())];
        self.desk.must(&format!("/cases/{case}/replies"), &fields).await?;
        let sent = Instant::now();
        self.desk.must(&format!("/cases/{case}/replies/{key}/dispatch"), &[]).await?;
        Ok(sent)
    }
}

fn report(engine: &str, calm: &Phase, trouble: &Phase) -> anyhow::Result<()> {
    let rows = [
        ("answer to a push", &calm.pushed.times, &trouble.pushed.times),
        ("reply on its network", &calm.answered, &trouble.answered),
    ];
    for (what, calm, trouble) in rows {
        let change = |percent| {
            let (calm, trouble) = (calm.percentile(percent)?, trouble.percentile(percent)?);
            Some(format!("{:+.1} %", (trouble.as_secs_f64() / calm.as_secs_f64() - 1.0) * 100.0))
        };
        println!(
            "| {engine} | {what} | {} + {} | {} | {} | {} | {} | {} |",
            calm.count(),
            trouble.count(),
            Millis(calm.percentile(50)),
            Millis(trouble.percentile(50)),
            Millis(calm.percentile(99)),
            Millis(trouble.percentile(99)),
            change(99).unwrap_or_default(),
        );
    }
    if calm.pushed.errors + trouble.pushed.errors > 0 {
        bail!("{} pushes failed", calm.pushed.errors + trouble.pushed.errors);
    }
    if trouble.asked == 0 || calm.asked == 0 {
        bail!("the network in trouble was never asked: nothing was measured");
    }
    Ok(())
}
