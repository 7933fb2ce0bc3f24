//! What an organization may set.

use serde::{Deserialize, Serialize};

/// Settings of the funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What the summands of the priority weigh.
    pub weights: Weights,
    /// From which likelihood on a post is spam, 0 to 1.
    pub spam_from: f32,
    /// From so many different people in one conversation within ten minutes on, a crowd gathers.
    pub crowd_from: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { weights: Weights::default(), spam_from: 0.6, crowd_from: 10 }
    }
}

/// What each summand of the priority weighs. Negative weights count as 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// How soon somebody must act.
    pub urgency: f32,
    /// Whether there is something to solve.
    pub need: f32,
    /// How bad the author's mood is.
    pub mood: f32,
    /// What the customer is worth.
    pub value: f32,
    /// How many might hear of it, beyond the many who have few followers.
    pub influence: f32,
    /// Whether an earlier contact failed.
    pub prior_failure: f32,
    /// Whether the author was in a bad mood again and again.
    pub disaffection: f32,
    /// Whether the author has come with one matter after another.
    pub challenge: f32,
    /// Whether a crowd is gathering in the conversation.
    pub bandwagon: f32,
    /// Whether the post speaks to us.
    pub addressed: f32,
    /// Whether it happens now.
    pub timeliness: f32,
}

/// Our own choice: a need and its urgency first, then the customer's worth and history.
impl Default for Weights {
    fn default() -> Self {
        Self {
            urgency: 3.0,
            need: 2.5,
            mood: 1.0,
            value: 2.0,
            influence: 2.0,
            prior_failure: 2.0,
            disaffection: 1.0,
            challenge: 1.0,
            bandwagon: 1.0,
            addressed: 1.0,
            timeliness: 0.5,
        }
    }
}
