//! No post that expects an answer is forgotten: what covers each of them.

use earshot_model::{PostId, Time};
use serde::{Deserialize, Serialize};

use super::{ClockKind, Course, Rules};
use crate::Error;

/// How a post that expected an answer was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Settled {
    /// The brand spoke after it.
    Answered {
        /// When.
        at: Time,
    },
    /// Someone said why it needs no answer.
    Reason {
        /// The words.
        reason: String,
        /// When.
        at: Time,
    },
    /// It was deleted at its source.
    Withdrawn {
        /// When.
        at: Time,
    },
}

/// A post that expects an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) post: PostId,
    pub(super) since: Time,
    pub(super) settled: Option<Settled>,
}

/// What stands between a post and oblivion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// It is settled.
    Settled(Settled),
    /// A clock runs for its answer.
    Clock {
        /// Which.
        clock: ClockKind,
        /// Until when.
        due_at: Time,
    },
    /// Nothing: it would be silently unanswered. The daily audit counts these, and must find none.
    Nothing,
}

impl Course {
    /// What covers each post that expected an answer, in the order in which they were read.
    ///
    /// # Errors
    /// When the case runs under an edition that `rules` does not have.
    pub fn covers(&self, rules: &Rules, now: Time) -> Result<Vec<(PostId, Cover)>, Error> {
        let states = self.states(rules, now)?;
        let clock = states.iter().find(|state| state.is_open() && state.clock.is_answer());
        let clock = clock.and_then(|state| {
            state.due_at.map(|due_at| Cover::Clock { clock: state.clock, due_at })
        });
        let cover = |settled: &Option<Settled>| match settled {
            Some(settled) => Cover::Settled(settled.clone()),
            None => clock.clone().unwrap_or(Cover::Nothing),
        };
        Ok(self.items.iter().map(|item| (item.post, cover(&item.settled))).collect())
    }

    /// Posts that still wait for an answer, with the instant since which they wait.
    #[must_use]
    pub fn owed(&self) -> Vec<(PostId, Time)> {
        let open = self.items.iter().filter(|item| item.settled.is_none());
        open.map(|item| (item.post, item.since)).collect()
    }
}
