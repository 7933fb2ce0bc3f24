//! What people set for a queue, as it is stored.

use earshot_model::{DepartmentId, QueueId, TeamModel, Time};
use serde::{Deserialize, Serialize};

use super::queue::{Queue, QueueError, RelaxStep, RingDate};
use crate::SkillNeed;

/// The rules of a queue. What is missing in a stored text is the usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueRules {
    /// Its share of the work of people who serve several queues, 1 or more.
    pub share: u32,
    /// How much of a person's capacity one case takes, 1 or more.
    pub weight: i64,
    /// Skills that every case of it needs, as `rebooking:3` or `rebooking`.
    pub skills: Vec<String>,
    /// Whether whoever answers must write the customer's language.
    pub language: bool,
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
}

/// Share and weight 1, nothing needed, relaxed or kept; untouched cases are taken back after ten
/// minutes (ours).
impl Default for QueueRules {
    fn default() -> Self {
        Self {
            share: 1,
            weight: 1,
            skills: Vec::new(),
            language: false,
            trainings: Vec::new(),
            relax: Vec::new(),
            rings: Vec::new(),
            patience: 0,
            untouched_after: Some(10 * Time::MINUTE),
        }
    }
}

impl QueueRules {
    /// The queue that follows these rules.
    #[must_use]
    pub fn queue(
        &self,
        id: QueueId,
        key: &str,
        department_id: DepartmentId,
        team_model: TeamModel,
    ) -> Queue {
        Queue {
            share: self.share,
            trainings: self.trainings.clone(),
            relax: self.relax.clone(),
            rings: self.rings.clone(),
            patience: self.patience,
            untouched_after: self.untouched_after,
            ..Queue::new(id, key, department_id, team_model)
        }
    }

    /// Whether these rules make sense.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn check(&self, key: &str) -> Result<(), QueueError> {
        if self.weight < 1 {
            return Err(QueueError::NoWeight);
        }
        let nil = uuid::Uuid::nil();
        self.queue(QueueId(nil), key, DepartmentId(nil), TeamModel::Blended).check()
    }

    /// What a case of this queue needs, which itself asks for `skills`: the higher level counts.
    #[must_use]
    pub fn needs(&self, skills: &[String]) -> Vec<String> {
        let mut needs: Vec<(&str, i64)> = Vec::new();
        for need in skills.iter().chain(&self.skills).map(|skill| SkillNeed::read(skill)) {
            match needs.iter_mut().find(|(key, _)| *key == need.key) {
                Some((_, level)) => *level = need.level.max(*level),
                None => needs.push((need.key, need.level)),
            }
        }
        needs.sort_unstable();
        needs.into_iter().map(|(key, level)| format!("{key}:{level}")).collect()
    }
}
