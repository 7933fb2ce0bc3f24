//! What the board holds, and what it answers.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{AgentId, CaseId, QueueId, Time};

use super::agent::Agent;
use super::ask::{Ask, Words};
use super::queue::Queue;
use super::timers::Timer;
use super::why::Why;
use super::work::{Rank, Slot};

/// A case that was given to someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Which case.
    pub case: CaseId,
    /// To whom.
    pub agent: AgentId,
    /// From which queue.
    pub queue: QueueId,
    /// When.
    pub at: Time,
    /// Why them.
    pub why: Why,
}

/// Why a case was taken from someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenWhy {
    /// They did not touch it in time.
    Untouched,
    /// They left.
    Left,
}

/// A case that was taken from someone and waits again, where it stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// Which case.
    pub case: CaseId,
    /// From whom.
    pub agent: AgentId,
    /// Why.
    pub why: TakenWhy,
}

/// A case without an owner, of which people must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orphan {
    /// Which case.
    pub case: CaseId,
    /// Where it waits.
    pub queue: QueueId,
    /// Since when it has no owner.
    pub since: Time,
    /// Whether nobody on the board could take it, even with every step of relaxation and everyone
    /// here and free.
    pub nobody: bool,
}

/// What happened in one turn of the board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turn {
    /// Cases that were given to someone, in that order.
    pub given: Vec<Assignment>,
    /// Cases that were taken back before.
    pub taken_back: Vec<TakenBack>,
    /// Cases without an owner; each is told once for each time that it waits.
    pub orphans: Vec<Orphan>,
}

/// A queue on the board.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) queue: Queue,
    pub(super) trainings: Vec<usize>,
    /// Everyone who is in it, in whatever ring.
    pub(super) members: Vec<usize>,
    /// What waits for anyone who fits, by what it asks.
    pub(super) waiting: BTreeMap<usize, BTreeSet<Rank>>,
    /// The same by rank, each with what it asks.
    pub(super) order: BTreeMap<Rank, usize>,
    /// Asks that wait and may go to people of other queues.
    pub(super) lent: BTreeSet<usize>,
    /// What nobody was looked for yet.
    pub(super) fresh: BTreeSet<Rank>,
    /// How much of its share it has had: weight given, divided by the share.
    pub(super) served: u128,
}

/// The desk in memory: everyone who is here and every case that wants an owner.
///
/// It is told what happens and asked for a [`turn`](Self::turn). The same calls give the same
/// answers. It holds no truth: it is built from the rows of the database and told of each change.
#[derive(Debug, Clone, Default)]
pub struct Board {
    pub(super) skills: Words,
    pub(super) languages: Words,
    pub(super) trainings: Words,
    pub(super) agents: Vec<Option<Agent>>,
    pub(super) agent_numbers: BTreeMap<AgentId, usize>,
    /// Cases of each agent.
    pub(super) held: Vec<BTreeSet<CaseId>>,
    /// Cases that wait for one agent alone.
    pub(super) reserved: Vec<BTreeSet<Rank>>,
    pub(super) lines: Vec<Line>,
    pub(super) queue_numbers: BTreeMap<QueueId, usize>,
    pub(super) asks: Vec<Ask>,
    pub(super) ask_numbers: BTreeMap<Ask, usize>,
    pub(super) slots: BTreeMap<CaseId, Slot>,
    /// People for whom something changed, so that work which waits is looked through for them.
    pub(super) eager: BTreeSet<usize>,
    /// People who are here and have room for something.
    pub(super) free: BTreeSet<usize>,
    /// Queues in which something waits, the one that had least of its share first.
    pub(super) active: BTreeSet<(u128, usize)>,
    /// Queues with something fresh.
    pub(super) fresh: BTreeSet<usize>,
    pub(super) served: u128,
    pub(super) timers: BTreeSet<Timer>,
    pub(super) ring_dates: BTreeSet<(Time, usize)>,
    /// Orphans that were found between turns.
    pub(super) orphans: Vec<Orphan>,
    pub(super) locks: u64,
}

impl Board {
    /// An empty desk.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many cases wait for an owner.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let owned: usize = self.held.iter().map(BTreeSet::len).sum();
        self.slots.len() - owned
    }

    /// Who has a case, if anyone.
    #[must_use]
    pub fn owner(&self, case: CaseId) -> Option<AgentId> {
        match self.slots.get(&case)?.standing {
            super::work::Standing::Given(agent) => Some(agent),
            _ => None,
        }
    }

    /// How much someone holds now, in units of weight.
    #[must_use]
    pub fn load(&self, agent: AgentId) -> i64 {
        self.agent(agent).map_or(0, |agent| agent.load)
    }

    pub(super) fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.seat(*self.agent_numbers.get(&id)?)
    }

    pub(super) fn seat(&self, number: usize) -> Option<&Agent> {
        self.agents.get(number)?.as_ref()
    }
}
