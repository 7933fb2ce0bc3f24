//! The server is killed between every two steps of an answer's way.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use earshot_fakes::{Moment, Stop};
use earshot_model::{Instruments, OutboxId, OutboxState, Time};
use earshot_store::{outbox, replies};

use super::House;
use super::network::{Kind, Network};
use crate::args::Outbound;
use crate::instruments;
use crate::server::Server;

/// How often is looked whether a step is reached.
const LOOK: Duration = Duration::from_millis(2);
/// How long a step may take to be reached: a look at an answer waits for its lease to end.
const PATIENCE: Duration = Duration::from_secs(150);
/// While nobody reaches a step, one more answer is written so often.
const MORE: Duration = Duration::from_millis(400);
/// The least number of answers that are written for each kill.
const BATCH: usize = 6;
/// So many answers are kept for each step that is still to come.
const KEPT: usize = 4;

/// Where an answer is when the server dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A form is on its way in.
    Form,
    /// It waits for its time to undo.
    Held,
    /// It may go.
    Queued,
    /// At a moment on a network of this kind.
    At(Moment, Kind),
    /// Shown, told, and written down.
    Sent,
    /// Nobody knows whether it went, and nobody has looked.
    Doubted,
}

/// All of them; those first of which something is to be seen only after a minute.
pub(super) fn steps() -> Vec<Step> {
    let moments =
        [Moment::Handed, Moment::Shown, Moment::Looking, Moment::Answered, Moment::Looked];
    let mut all: Vec<Step> = Kind::HELD
        .into_iter()
        .flat_map(|kind| moments.into_iter().map(move |moment| Step::At(moment, kind)))
        .collect();
    all.extend([Step::Doubted, Step::Held, Step::Queued, Step::Form, Step::Sent]);
    all
}

/// A kill, and what it left.
#[derive(Debug, Clone)]
pub(super) struct Kill {
    pub(super) step: Step,
    /// The answer that it aimed at, where it aimed at one.
    pub(super) key: Option<OutboxId>,
    /// Where that stood when the server was dead.
    pub(super) state: Option<OutboxState>,
    /// How often its customer had seen it by then.
    pub(super) seen: usize,
    /// When.
    pub(super) at: Time,
}

/// What the killer did.
#[derive(Debug, Default)]
pub(super) struct Kills(pub(super) Vec<Kill>);

impl fmt::Display for Kills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "kills={}", self.0.len())?;
        for step in steps() {
            let here: Vec<_> = self.0.iter().filter(|kill| kill.step == step).collect();
            let left: Vec<String> = here
                .iter()
                .map(|kill| match kill.state {
                    Some(state) => format!("{} seen {}", state.word(), kill.seen),
                    None => "-".to_owned(),
                })
                .collect();
            writeln!(f, "  {step:?}: {} ({})", here.len(), left.join(", "))?;
        }
        Ok(())
    }
}

/// Kills at every step, as many rounds as asked.
pub(super) async fn kill_often(
    asked: &Outbound,
    server: &mut Server,
    house: &House,
) -> anyhow::Result<Kills> {
    let tools = instruments::real()?;
    let all: Vec<Step> = (0..asked.rounds).flat_map(|_| steps()).collect();
    let count = all.len();
    let batch = house.customers.len().div_ceil(count.max(1)).max(BATCH);
    let mut kills = Kills::default();
    for (number, step) in all.into_iter().enumerate() {
        house.pace.allow(number.saturating_add(1).saturating_mul(batch));
        let later = count.saturating_sub(number).saturating_sub(1).saturating_mul(KEPT);
        let most = house.customers.len().saturating_sub(later);
        let mut aim = Aim { house, server, tools: &tools, most };
        let kill = aim.strike(step).await.with_context(|| format!("{step:?}"))?;
        kills.0.push(kill);
        server.start().await?;
    }
    Ok(kills)
}

struct Aim<'a> {
    house: &'a House,
    server: &'a mut Server,
    tools: &'a Instruments,
    /// So many answers may be written before the step is struck.
    most: usize,
}

impl Aim<'_> {
    /// Waits for the step, and kills.
    async fn strike(&mut self, step: Step) -> anyhow::Result<Kill> {
        match step {
            Step::Form => {
                self.until(step, async |house| Ok(house.pace.in_flight.load(Ordering::SeqCst) > 0))
                    .await?;
                self.kill(step, None).await
            }
            Step::Held => self.at_state(step, OutboxState::Held).await,
            Step::Queued => self.at_state(step, OutboxState::Queued).await,
            Step::Doubted => {
                self.network(Kind::Mastodon)?.1.doubt_one();
                self.at_state(step, OutboxState::Unknown).await
            }
            Step::Sent => self.when_sent(step).await,
            Step::At(moment, kind) => self.at_moment(step, moment, kind).await,
        }
    }

    /// A network of this kind, with its number: another one each time.
    fn network(&self, kind: Kind) -> anyhow::Result<(usize, Network)> {
        let all = self.house.networks.iter().enumerate();
        let here: Vec<_> = all.filter(|(_, network)| network.kind() == kind).collect();
        let drawn = usize::from(self.tools.salt().first().copied().unwrap_or(0));
        let place = drawn.checked_rem(here.len()).context("there is no such network")?;
        let (number, network) = here.get(place).context("there is no such network")?;
        Ok((*number, (*network).clone()))
    }

    async fn at_state(&mut self, step: Step, state: OutboxState) -> anyhow::Result<Kill> {
        let found = std::cell::Cell::new(None);
        self.until(step, async |house| {
            let mut conn = house.db.read(house.ticket.org).await?;
            let waiting = replies::due_in(&mut conn, state, Time(i64::MAX), 1).await?;
            found.set(waiting.first().map(|waiting| waiting.id));
            Ok(found.get().is_some())
        })
        .await?;
        self.kill(step, found.get()).await
    }

    async fn when_sent(&mut self, step: Step) -> anyhow::Result<Kill> {
        let (number, network) = self.network(Kind::Mastodon)?;
        let mut stop = network.stop_at(Moment::Shown).context("nobody can be held there")?;
        let mark = self.reach(step, &mut stop).await?;
        drop(stop);
        let key = self.answer_of(number, &mark).context("a stranger's answer came")?;
        self.until(step, async |house| {
            let mut conn = house.db.read(house.ticket.org).await?;
            Ok(outbox::find(&mut conn, key).await?.state == OutboxState::Sent)
        })
        .await?;
        self.kill(step, Some(key)).await
    }

    async fn at_moment(&mut self, step: Step, moment: Moment, kind: Kind) -> anyhow::Result<Kill> {
        let (number, network) = self.network(kind)?;
        let mut stop = network.stop_at(moment).context("nobody can be held there")?;
        if matches!(moment, Moment::Looking | Moment::Looked) {
            network.doubt_one();
        }
        let mark = self.reach(step, &mut stop).await?;
        // Whoever is held is let go only when the server is dead.
        let kill = self.kill(step, self.answer_of(number, &mark)).await;
        drop(stop);
        kill
    }

    /// Waits until somebody is held; lets more be written meanwhile.
    async fn reach(&mut self, step: Step, stop: &mut Stop) -> anyhow::Result<String> {
        let start = Instant::now();
        loop {
            match tokio::time::timeout(MORE, stop.reached()).await {
                Ok(mark) => return mark.context("the network ended"),
                Err(_) => self.go_on(step, start)?,
            }
        }
    }

    async fn until(
        &mut self,
        step: Step,
        reached: impl AsyncFn(&House) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let (start, mut more) = (Instant::now(), Instant::now());
        while !reached(self.house).await? {
            tokio::time::sleep(LOOK).await;
            if more.elapsed() > MORE {
                more = Instant::now();
                self.go_on(step, start)?;
            }
        }
        Ok(())
    }

    fn go_on(&mut self, step: Step, start: Instant) -> anyhow::Result<()> {
        self.server.still_runs()?;
        if start.elapsed() > PATIENCE {
            bail!("no answer came to {step:?} within {} s", PATIENCE.as_secs());
        }
        // Those that are allowed may be on their way still; and each later step needs some of its own.
        let pace = &self.house.pace;
        let (allowed, written) = (pace.allowed(), pace.written.load(Ordering::SeqCst));
        if written >= allowed && allowed < self.most {
            pace.allow(allowed.saturating_add(1));
        }
        Ok(())
    }

    /// The answer that a network's mark names: its own, or the post that it answers.
    fn answer_of(&self, network: usize, mark: &str) -> Option<OutboxId> {
        let all = self.house.customers.iter();
        let mut all = all.filter(|customer| customer.network == network);
        let key: Option<OutboxId> = mark.parse().ok();
        all.find(|customer| key == Some(customer.key) || customer.post == mark)
            .map(|customer| customer.key)
    }

    /// Kills, and looks what that left.
    async fn kill(&mut self, step: Step, key: Option<OutboxId>) -> anyhow::Result<Kill> {
        self.server.kill().await?;
        let (at, house) = (self.tools.now(), self.house);
        let mut kill = Kill { step, key, state: None, seen: 0, at };
        let Some(key) = key else { return Ok(kill) };
        let mut conn = house.db.read(house.ticket.org).await?;
        kill.state = Some(outbox::find(&mut conn, key).await?.state);
        if let Some(customer) = house.by_key().get(&key) {
            let network = house.networks.get(customer.network);
            let shown = network.map(Network::shown).unwrap_or_default();
            kill.seen = shown.iter().filter(|shown| shown.to == customer.post).count();
        }
        Ok(kill)
    }
}
