//! How late warnings and breaches of clocks are told: while the server runs, and after it was down when
//! they came due.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::settings::{ClockKind, TypedPolicy, TypedTarget};
use earshot_engage::staff::LogIn;
use earshot_model::{CaseId, EventKind, Instruments, Time};
use earshot_store::{Db, clocks, events};

use crate::args::{Alarms, Posts};
use crate::bring::{Bringer, Stream};
use crate::instruments;
use crate::place::Ticket;
use crate::posts::Pool;
use crate::server::Server;
use crate::times::{Millis, Times};

/// Until the first answer is late. The warning comes at 80 % of it.
const PROMISE: Duration = Duration::from_secs(60);
/// How often the log is read.
const LOOK: Duration = Duration::from_millis(50);
/// Posts in one request.
const BATCH: usize = 20;
/// How long alarms may be missing before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// `earshot-load alarms`: two rows of a table. Fails when alarms came too late.
pub(crate) async fn run(asked: &Alarms) -> anyhow::Result<()> {
    let tools = instruments::real()?;
    let ticket = asked.place.ticket()?;
    let db = Arc::new(asked.place.open().await?);
    promise(&db, &tools, &ticket).await?;
    let mut server = Server::new(&asked.binary, &asked.place)?;
    server.start().await?;
    let prefix = format!("a{}", tools.now().micros());
    let texts = Posts { corpus: None, seed: asked.seed, texts: 50_000 };
    let posts = Stream::new(Pool::new(&texts)?, tools.clone(), prefix);
    let mut log = Log {
        db: db.clone(),
        tools,
        ticket,
        after: 0,
        sent: 0,
        opened: BTreeSet::new(),
        told: BTreeMap::new(),
    };
    let mut numbers = posts.words_from(0).take(asked.cases * 2).collect::<Vec<_>>().into_iter();

    log.forget().await?;
    bring(asked, &mut server, &posts, numbers.by_ref().take(asked.cases), &mut log).await?;
    let running = log.wait_for_all(None).await?;
    tell(db.engine_name(), "while the server runs", &running);

    log.forget().await?;
    bring(asked, &mut server, &posts, numbers, &mut log).await?;
    log.wait_until_opened().await?;
    server.kill().await?;
    if !log.told.is_empty() {
        bail!("alarms came before the server was killed: ask for fewer cases");
    }
    tokio::time::sleep(PROMISE + Duration::from_secs(1)).await;
    server.start().await?;
    let restarted = log.wait_for_all(Some(log.tools.now())).await?;
    tell(db.engine_name(), "after the server was down", &restarted);
    server.stop().await?;
    judge(asked, &running, &restarted)
}

/// Promises every customer a first answer within a minute.
async fn promise(db: &Arc<Db>, tools: &Instruments, ticket: &Ticket) -> anyhow::Result<()> {
    let engage = Engage::new(db.clone(), tools.clone(), Hub::default());
    let attempt = LogIn {
        slug: None,
        email: ticket.email.clone(),
        password: ticket.password.clone(),
        from: None,
    };
    let staff = engage.log_in(attempt).await.context("the administrator cannot log in")?.staff;
    let first = TypedTarget {
        clock: ClockKind::First,
        amount: "1".to_owned(),
        unit: "minutes".to_owned(),
        calendar: String::new(),
        warn: "80".to_owned(),
        pause: Vec::new(),
    };
    let policy = TypedPolicy {
        name: "One minute".to_owned(),
        targets: vec![first],
        ..TypedPolicy::default()
    };
    engage.save_policy(&staff, policy).await.context("the promise could not be saved")?;
    Ok(())
}

/// Brings posts, each of which opens a case, evenly over some seconds.
async fn bring(
    asked: &Alarms,
    server: &mut Server,
    posts: &Stream,
    numbers: impl Iterator<Item = usize>,
    log: &mut Log,
) -> anyhow::Result<()> {
    let mut bringer = Bringer::new(server.address(), &log.ticket);
    let numbers: Vec<usize> = numbers.collect();
    let batches = u32::try_from(numbers.len().div_ceil(BATCH).max(1))?;
    let pause = Duration::from_secs(asked.seconds) / batches;
    let mut next = tokio::time::Instant::now();
    for some in numbers.chunks(BATCH) {
        tokio::time::sleep_until(next).await;
        next += pause;
        let batch: Option<Vec<_>> = some.iter().map(|number| posts.event_of(*number)).collect();
        let body = Bringer::body(&batch.context("there are no posts")?)?;
        let answer = bringer.bring(body).await;
        let answer = answer.map_err(|lost| anyhow::anyhow!("the server is away: {lost:?}"))?;
        if !answer.is_success() {
            bail!("the server refused posts: status {}", answer.status);
        }
        log.sent += some.len();
        log.look().await?;
    }
    Ok(())
}

/// What the log of events said, and when it did.
struct Log {
    db: Arc<Db>,
    tools: Instruments,
    ticket: Ticket,
    after: i64,
    sent: usize,
    opened: BTreeSet<CaseId>,
    /// When an alarm was due, and when it stood in the log; of each case the warning and the breach.
    told: BTreeMap<(CaseId, bool), (Time, Time)>,
}

impl Log {
    /// What comes from now on is another measurement.
    async fn forget(&mut self) -> anyhow::Result<()> {
        self.look().await?;
        self.sent = 0;
        self.opened.clear();
        self.told.clear();
        Ok(())
    }

    /// Reads what is new.
    async fn look(&mut self) -> anyhow::Result<()> {
        loop {
            let mut conn = self.db.read(self.ticket.org).await?;
            let new = events::since(&mut conn, self.after, 1_000).await?;
            drop(conn);
            let now = self.tools.now();
            let Some(last) = new.last() else { return Ok(()) };
            self.after = last.seq;
            for event in new {
                let Some(case) = event.case_id else { continue };
                match event.kind {
                    EventKind::CaseOpened => {
                        self.opened.insert(case);
                    }
                    kind @ (EventKind::ClockWarned | EventKind::ClockBreached)
                        if self.opened.contains(&case) =>
                    {
                        let breach = kind == EventKind::ClockBreached;
                        self.told.entry((case, breach)).or_insert((event.at, now));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Waits until every post has been worked on: nearly all of them open cases.
    async fn wait_until_opened(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while !self.db.orgs_with_inbox().await?.is_empty() {
            if start.elapsed() > PATIENCE {
                bail!("posts still wait after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(LOOK).await;
        }
        self.look().await?;
        if self.opened.len() * 2 < self.sent {
            bail!("{} posts opened only {} cases", self.sent, self.opened.len());
        }
        Ok(())
    }

    /// Waits until every warning and breach was carried out. Gives how late they were: against the time at
    /// which they were due, or against `since`, where that is later.
    async fn wait_for_all(&mut self, since: Option<Time>) -> anyhow::Result<Times> {
        if since.is_none() {
            self.wait_until_opened().await?;
        }
        let start = Instant::now();
        let promise = i64::try_from(PROMISE.as_micros())?;
        let end = self.tools.now().plus(if since.is_none() { promise } else { 0 });
        loop {
            tokio::time::sleep(LOOK).await;
            let mut conn = self.db.read(self.ticket.org).await?;
            let due = clocks::due(&mut conn, end, 1).await?;
            drop(conn);
            self.look().await?;
            if due.is_empty() && self.tools.now() > end {
                break;
            }
            if start.elapsed() > PROMISE + PATIENCE {
                bail!("alarms are missing {} s after they were due", PATIENCE.as_secs());
            }
        }
        // Who only gives thanks is owed no answer, and has no clock.
        if self.told.len() < self.opened.len() {
            bail!("{} cases gave only {} alarms", self.opened.len(), self.told.len());
        }
        let mut times = Times::default();
        for (due, seen) in self.told.values() {
            let from = since.map_or(*due, |since| since.max(*due));
            let late = seen.micros().saturating_sub(from.micros());
            times.add(Duration::from_micros(u64::try_from(late).unwrap_or(0)));
        }
        Ok(times)
    }
}

fn tell(engine: &str, when: &str, times: &Times) {
    println!(
        "| {engine} | {when} | {} | {} | {} | {} |",
        times.count(),
        Millis(times.percentile(50)),
        Millis(times.percentile(99)),
        Millis(times.percentile(100)),
    );
}

fn judge(asked: &Alarms, running: &Times, restarted: &Times) -> anyhow::Result<()> {
    let over = |times: &Times, percent, most: u64| {
        times.percentile(percent).is_none_or(|took| took > Duration::from_secs(most))
    };
    if over(running, 99, asked.late) {
        bail!("the 99th percentile is over {} s", asked.late);
    }
    if over(restarted, 100, asked.late_after) {
        bail!("an alarm came more than {} s after the start", asked.late_after);
    }
    Ok(())
}
