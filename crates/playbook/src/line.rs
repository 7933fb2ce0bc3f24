//! Lines as people write them and the database keeps them.

use earshot_model::{Action, Audience, Outcome, SlaClass};
use serde::{Deserialize, Serialize};

/// One executable line of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineSource {
    /// Its number: unique in the playbook; lines are read in this order.
    pub number: i64,
    /// What people call it.
    pub name: String,
    /// The condition, in CEL, at most 4,096 bytes.
    pub when: String,
    /// What follows.
    pub then: Then,
}

/// What follows when a line's condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// Whether an answer is warranted. With one, the reading ends here; without, it goes on.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Key of the queue. The first line that names one wins.
    #[serde(default)]
    pub queue: Option<String>,
    /// Keys of the skills that are needed, such as `german` or `rebooking:3`. Lines add up.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Where the answer should stand; the same place as the post when no line says.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// How fast. The first line that says so wins; else `normal` for an answer, `none` otherwise.
    #[serde(default)]
    pub sla: Option<SlaClass>,
    /// What else to do or suggest. Lines add up.
    #[serde(default)]
    pub actions: Vec<Action>,
}
