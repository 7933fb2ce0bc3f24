//! What happens on the servers that are read: people post, edit and delete while the pushes go on, and
//! the servers misbehave.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use earshot_fakes::mastodon::{MastodonFault, NewStatus};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use super::House;
use super::plan::{Said, Way, author};
use crate::networks::Mastodon;

/// How often is looked whether something is due.
const LOOK: Duration = Duration::from_millis(5);

/// What goes wrong on each server, in turns.
const FAULTS: [MastodonFault; 7] = [
    MastodonFault::Duplicate,
    MastodonFault::Disorder,
    MastodonFault::DropStream,
    MastodonFault::ServerError,
    MastodonFault::Truncated,
    MastodonFault::RateLimit,
    MastodonFault::SlowBody,
];

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Post(usize),
    Edit(usize, usize),
    Delete(usize),
    Misbehave(MastodonFault),
}

/// One server, and what happens there when so much of everything was pushed.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) network: Mastodon,
    acts: Arc<Vec<(f64, Act)>>,
    ids: Arc<Mutex<HashMap<usize, String>>>,
}

impl Stage {
    /// Everything that the plan has for this server.
    pub(super) fn new(seed: u64, plan: &[Said], server: usize, network: Mastodon) -> Self {
        let acts = Arc::new(acts(seed, plan, server));
        Self { network, acts, ids: Arc::default() }
    }

    /// The server's id of a post that was said by now.
    pub(super) fn id_of(&self, number: usize) -> Option<String> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    /// How often this server told what it had told before.
    pub(super) fn heard_again(&self) -> usize {
        let told = self.network.fake.told();
        told.values().map(|times| usize::try_from(times.saturating_sub(1)).unwrap_or(0)).sum()
    }
}

#[expect(clippy::as_conversions, reason = "a share of a few thousand")]
fn acts(seed: u64, plan: &[Said], server: usize) -> Vec<(f64, Act)> {
    let mut rng = StdRng::seed_from_u64(seed ^ u64::try_from(server).unwrap_or(0) ^ 0x0072_6561);
    let here = |said: &&(usize, &Said)| said.1.way == Way::Read(server);
    let all: Vec<(usize, &Said)> = plan.iter().enumerate().collect();
    let all: Vec<&(usize, &Said)> = all.iter().filter(here).collect();
    let mut acts = Vec::new();
    for (place, (number, said)) in all.iter().enumerate() {
        let mut at = place as f64 / all.len().max(1) as f64;
        acts.push((at, Act::Post(*number)));
        // One who edits or deletes does so soon, or much later.
        for words in 1..said.words.len() {
            at = (at + rng.random_range(0.000_1..0.3)).min(1.0);
            acts.push((at, Act::Edit(*number, words)));
        }
        if said.gone {
            at = (at + rng.random_range(0.000_1..0.3)).min(1.0);
            acts.push((at, Act::Delete(*number)));
        }
    }
    for (place, fault) in FAULTS.iter().cycle().take(FAULTS.len() * 2).enumerate() {
        acts.push((place as f64 / (FAULTS.len() * 2) as f64, Act::Misbehave(*fault)));
    }
    // Stable: an edit that has to wait for the end stays before its delete.
    acts.sort_by(|a, b| a.0.total_cmp(&b.0));
    acts
}

/// Lets everything happen on one server, as fast as the pushes go.
pub(super) async fn play(house: House, stage: Stage) -> anyhow::Result<()> {
    for (at, act) in stage.acts.iter() {
        while house.progress() < *at {
            tokio::time::sleep(LOOK).await;
        }
        happen(&house, &stage, *act).context("the plan does not hold together")?;
    }
    Ok(())
}

fn happen(house: &House, stage: &Stage, act: Act) -> Option<()> {
    let fake = &stage.network.fake;
    match act {
        Act::Post(number) => {
            let said = house.plan.get(number)?;
            let id = fake.post(NewStatus {
                author: author(said),
                text: said.words.first()?.clone(),
                in_reply_to: said.first.and_then(|first| stage.id_of(first)),
                visibility: None,
            });
            stage.ids.lock().unwrap_or_else(PoisonError::into_inner).insert(number, id);
        }
        Act::Edit(number, words) => {
            let said = house.plan.get(number)?;
            fake.edit(&stage.id_of(number)?, said.words.get(words)?);
        }
        Act::Delete(number) => {
            fake.delete(&stage.id_of(number)?);
        }
        Act::Misbehave(fault) => fake.plan(fault, 1),
    }
    Some(())
}

/// How often each misbehaviour struck, on all servers together.
pub(super) fn faults(stages: &[Stage]) -> BTreeMap<MastodonFault, u32> {
    let hits = |fault| stages.iter().map(|stage| stage.network.fake.hits(fault)).sum();
    FAULTS.into_iter().map(|fault| (fault, hits(fault))).collect()
}
