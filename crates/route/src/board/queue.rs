//! Queues: who may take from them, and what is relaxed while a case waits.

use earshot_model::{DepartmentId, QueueId, TeamModel, Time};
use serde::{Deserialize, Serialize};

/// What becomes easier when a case has waited long enough. Training is never relaxed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "relax")]
pub enum Relax {
    /// This skill is needed at this level only, if it was needed at a higher one.
    LowerSkill {
        /// Its key.
        skill: String,
        /// The new least level, 1 or more.
        level: i64,
    },
    /// This skill is not needed any more.
    DropSkill {
        /// Its key.
        skill: String,
    },
    /// The customer's language is not needed any more.
    AnyLanguage,
    /// The rings up to this one may take it.
    Ring {
        /// Which.
        ring: u8,
    },
    /// The people of another queue may take it as well.
    Overflow {
        /// Which.
        queue: QueueId,
    },
}

/// A step of relaxation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelaxStep {
    /// So many microseconds after the customer spoke.
    pub after: i64,
    /// What becomes easier.
    pub relax: Relax,
}

/// A ring that opens at a date, for all cases of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingDate {
    /// Which ring.
    pub ring: u8,
    /// From when.
    pub at: Time,
}

/// A queue and its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Which queue.
    pub id: QueueId,
    /// The word by which the playbook names it.
    pub key: String,
    /// Whose queue it is.
    pub department_id: DepartmentId,
    /// Who may take from it: people named for it, its department as well, or everybody.
    pub team_model: TeamModel,
    /// Its share of the work of people who serve several queues, 1 or more.
    pub share: u32,
    /// Trainings without which nobody gets a case of it.
    pub trainings: Vec<String>,
    /// What is relaxed when, the earliest first.
    pub relax: Vec<RelaxStep>,
    /// Rings that open by date.
    pub rings: Vec<RingDate>,
    /// How long a case is kept for a preferred agent who is here but full, in microseconds.
    pub patience: i64,
    /// After how long a case that nobody touched is taken back, in microseconds.
    pub untouched_after: Option<i64>,
    /// After how long without an owner an alarm is raised, in microseconds (usually 5 minutes).
    pub orphan_after: i64,
}

impl Queue {
    /// A queue with the usual rules: share 1, nothing relaxed, no patience, untouched cases taken
    /// back after 10 minutes (ours), an alarm after 5 minutes without an owner.
    #[must_use]
    pub fn new(id: QueueId, key: &str, department_id: DepartmentId, team_model: TeamModel) -> Self {
        Self {
            id,
            key: key.to_owned(),
            department_id,
            team_model,
            share: 1,
            trainings: Vec::new(),
            relax: Vec::new(),
            rings: Vec::new(),
            patience: 0,
            untouched_after: Some(10 * Time::MINUTE),
            orphan_after: 5 * Time::MINUTE,
        }
    }

    pub(super) fn check(&self) -> Result<(), QueueError> {
        let key = || self.key.clone();
        if self.share == 0 {
            return Err(QueueError::NoShare(key()));
        }
        if !self.relax.is_sorted_by_key(|step| step.after) {
            return Err(QueueError::StepsUnsorted(key()));
        }
        let low = |step: &RelaxStep| {
            step.after < 0 || matches!(step.relax, Relax::LowerSkill { level, .. } if level < 1)
        };
        let times = [self.patience, self.orphan_after, self.untouched_after.unwrap_or(1)];
        if self.relax.iter().any(low) || times.iter().any(|time| *time < 0) {
            return Err(QueueError::BadStep(key()));
        }
        Ok(())
    }
}

/// Why a queue or a case cannot be put on the board.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// A share of nothing.
    #[error("the queue \"{0}\" needs a share of at least 1")]
    NoShare(String),
    /// Steps of relaxation out of order.
    #[error("the steps of the queue \"{0}\" must be in the order of their waiting times")]
    StepsUnsorted(String),
    /// A negative time or a level below 1.
    #[error("the queue \"{0}\" has a negative time, or a step to a level below 1")]
    BadStep(String),
    /// A case for a queue that is not on the board.
    #[error("no queue has the id {0}. Put the queue on the board first")]
    UnknownQueue(QueueId),
    /// A case that is on the board already.
    #[error("case {0} is on the board already. Withdraw it before it is put there anew")]
    SecondCase(earshot_model::CaseId),
    /// A case that weighs nothing.
    #[error("a case needs a weight of at least 1 when it is put on the board")]
    NoWeight,
}
