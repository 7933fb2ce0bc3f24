//! Clients bring posts; how long the answers take, and how soon everything is worked through.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_model::OrgId;
use earshot_store::{Db, inbox};
use tokio::task::JoinSet;

use crate::args::Ingest;
use crate::bring::{Bringer, Stream, Taken};
use crate::http::Lost;
use crate::instruments;
use crate::memory::own_seconds;
use crate::posts::Pool;
use crate::times::{Millis, Times, per_second};

/// How often the inbox is looked at after the last answer.
const LOOK: Duration = Duration::from_millis(10);
/// How long the inbox may take to empty before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(1_200);

/// What one client saw, or all together.
#[derive(Default)]
struct Seen {
    times: Times,
    taken: Taken,
    faults: BTreeMap<String, usize>,
}

impl Seen {
    fn merge(&mut self, other: Self) {
        self.times.merge(other.times);
        self.taken.accepted += other.taken.accepted;
        self.taken.duplicate += other.taken.duplicate;
        self.taken.rejected += other.taken.rejected;
        for (fault, count) in other.faults {
            *self.faults.entry(fault).or_default() += count;
        }
    }

    fn fault(&mut self, name: String) {
        *self.faults.entry(name).or_default() += 1;
    }
}

/// `earshot-load ingest`: one row of a table.
pub(crate) async fn run(asked: &Ingest) -> anyhow::Result<()> {
    let ticket = asked.place.ticket()?;
    let tools = instruments::real()?;
    let prefix = format!("i{}", tools.now().micros());
    let stream = Stream::new(Pool::new(&asked.posts)?, tools, prefix);
    let db = asked.place.open().await?;
    let (start, used) = (Instant::now(), own_seconds());
    let deadline = start + Duration::from_secs(asked.seconds);
    let mut clients = JoinSet::new();
    for _ in 0..asked.clients {
        let bringer = Bringer::new(asked.server, &ticket);
        clients.spawn(client(bringer, stream.clone(), asked.batch, deadline));
    }
    let mut seen = Seen::default();
    while let Some(ended) = clients.join_next().await {
        seen.merge(ended.context("a client broke")??);
    }
    let sent_in = start.elapsed();
    let cores = own_seconds().zip(used).map(|(now, then)| (now - then) / sent_in.as_secs_f64());
    let (backlog, empty_after) = drain(&db, ticket.org).await?;
    let all_in = sent_in + empty_after;
    println!(
        "| {} | {} | {} | {} | {} | {} | {} | {backlog} | {} | {} | {} |",
        db.engine_name(),
        asked.batch,
        asked.clients,
        per_second(seen.taken.accepted, sent_in),
        per_second(seen.taken.accepted, all_in),
        Millis(seen.times.percentile(50)),
        Millis(seen.times.percentile(99)),
        Millis(Some(empty_after)),
        faults(&seen),
        cores.map_or_else(|| "-".to_owned(), |cores| format!("{cores:.2}")),
    );
    db.close().await;
    if seen.taken.accepted == 0 {
        bail!("the server accepted nothing: {}", faults(&seen));
    }
    Ok(())
}

async fn client(
    mut bringer: Bringer,
    stream: Arc<Stream>,
    batch: usize,
    deadline: Instant,
) -> anyhow::Result<Seen> {
    let mut seen = Seen::default();
    while Instant::now() < deadline {
        let events: Vec<_> = (0..batch).filter_map(|_| stream.event()).collect();
        let body = Bringer::body(&events)?;
        let asked = Instant::now();
        match bringer.bring(body).await {
            Ok(answer) if answer.is_success() => {
                seen.times.add(asked.elapsed());
                let taken: Taken = serde_json::from_slice(&answer.body)
                    .context("the answer is no batch answer")?;
                seen.taken.accepted += taken.accepted;
                seen.taken.duplicate += taken.duplicate;
                seen.taken.rejected += taken.rejected;
            }
            Ok(refused) => {
                seen.fault(format!("status {}", refused.status));
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(lost) => {
                seen.fault(match lost {
                    Lost::Refused => "refused".to_owned(),
                    Lost::Broken => "broken".to_owned(),
                });
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    Ok(seen)
}

/// How many deliveries wait right now, and how long it takes until none does.
pub(crate) async fn drain(db: &Db, org: OrgId) -> anyhow::Result<(i64, Duration)> {
    let start = Instant::now();
    let first = inbox::backlog(&mut db.read(org).await?).await?;
    let mut left = first;
    while left > 0 {
        if start.elapsed() > PATIENCE {
            bail!("{left} deliveries still wait after {} s", PATIENCE.as_secs());
        }
        tokio::time::sleep(LOOK).await;
        left = inbox::backlog(&mut db.read(org).await?).await?;
    }
    Ok((first, start.elapsed()))
}

/// What went wrong, in words.
fn faults(seen: &Seen) -> String {
    let mut told: Vec<String> =
        seen.faults.iter().map(|(name, count)| format!("{count} {name}")).collect();
    if seen.taken.rejected > 0 {
        told.push(format!("{} rejected", seen.taken.rejected));
    }
    if seen.taken.duplicate > 0 {
        told.push(format!("{} duplicate", seen.taken.duplicate));
    }
    if told.is_empty() { "0".to_owned() } else { told.join(", ") }
}
