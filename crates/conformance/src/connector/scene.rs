//! What happened on the stage: everything that the connector asked for and said.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Instant;

use earshot_channels::http::Descriptor;
use earshot_model::{ChannelItem, Command, CommandResult, OutboxId};

/// How the played core treats the next delivery or result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// It answers with this status and `Retry-After` in seconds, and stores nothing.
    Busy(u16, u32),
    /// It stores everything, and the connection breaks before the answer.
    Cut,
    /// It calls the first event of the next delivery rejected.
    Reject,
}

/// One delivery of events.
#[derive(Debug, Clone)]
pub(super) struct Delivered {
    /// When it came.
    pub(super) at: Instant,
    /// How it was treated.
    pub(super) mood: Option<Mood>,
    /// The event keys, or nothing where the body could not be read.
    pub(super) keys: Vec<String>,
}

/// One result.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) command: OutboxId,
    pub(super) result: CommandResult,
    /// How it was treated.
    pub(super) mood: Option<Mood>,
}

/// Everything that is known.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// What the connector said that it can do, in order.
    pub(super) descriptors: Vec<Descriptor>,
    /// Deliveries, in order.
    pub(super) deliveries: Vec<Delivered>,
    /// The newest revision of each post.
    pub(super) items: BTreeMap<String, ChannelItem>,
    /// The posts in the order in which they first came.
    pub(super) order: Vec<String>,
    /// Posts that are gone.
    pub(super) gone: BTreeSet<String>,
    /// Every event that was stored, by its key, with its content.
    pub(super) stored: BTreeMap<String, String>,
    /// What was wrong with what the connector sent, in words, by the kind of habit.
    pub(super) wrongs: BTreeMap<Habit, Vec<String>>,
    /// How many requests proved themselves by token, and by signature.
    pub(super) proved: (usize, usize),
    /// Ids of signatures that counted.
    pub(super) signatures: BTreeSet<String>,
    /// `after` of each request for commands.
    pub(super) polls: Vec<String>,
    /// What was given back as `next`.
    pub(super) given: BTreeSet<String>,
    /// Commands that wait to be handed out.
    pub(super) waiting: VecDeque<Command>,
    /// Results, in order.
    pub(super) results: Vec<Told>,
    /// How the next deliveries are treated.
    pub(super) event_moods: VecDeque<Mood>,
    /// How the next results are treated.
    pub(super) result_moods: VecDeque<Mood>,
    /// What the connector keeps here.
    pub(super) state: String,
    /// How often it was started anew.
    pub(super) starts: usize,
}

/// What a connector does all the time, right or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Habit {
    /// Proving itself.
    Proof,
    /// Sending what can be read, within the bounds.
    Events,
    /// One content for each id and revision.
    Revision,
    /// Asking for commands.
    Polls,
    /// Describing itself.
    Descriptor,
    /// Telling results.
    Results,
    /// Keeping its state here.
    State,
    /// Asking for paths that there are.
    Paths,
}

impl Scene {
    /// Takes down that something was wrong.
    pub(super) fn wrong(&mut self, habit: Habit, what: impl Into<String>) {
        let wrongs = self.wrongs.entry(habit).or_default();
        if wrongs.len() < 20 {
            wrongs.push(what.into());
        }
    }

    /// What the connector said last of what it can do.
    pub(super) fn can(&self) -> Option<&Descriptor> {
        self.descriptors.last()
    }

    /// The last result of a command.
    pub(super) fn result_of(&self, command: OutboxId) -> Option<&CommandResult> {
        let found = self.results.iter().rev().find(|told| told.command == command);
        found.map(|told| &told.result)
    }

    /// How many results of a command came.
    pub(super) fn results_of(&self, command: OutboxId) -> usize {
        self.results.iter().filter(|told| told.command == command).count()
    }

    /// The posts that say that they are this command's.
    pub(super) fn echoes(&self, command: OutboxId) -> Vec<&ChannelItem> {
        self.items.values().filter(|item| item.sent_as == Some(command)).collect()
    }
}
