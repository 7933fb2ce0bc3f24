//! Why someone got a case: small enough to be stored with every assignment.

use earshot_model::{AgentId, Reason};
use serde::{Deserialize, Serialize};

use super::ask::Refusal;
use super::queue::Relax;

/// How someone came to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// They are the preferred one.
    Preferred,
    /// The best of those who could take it.
    Best,
    /// They took it themselves; so many cases that they could have taken as well were due before.
    Pulled {
        /// How many were passed over, at most 100 are counted.
        ahead: u32,
    },
}

/// What decided between the first and the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A smaller share of the capacity in use.
    Load,
    /// Better at the needed skills.
    Mastery,
    /// The longer wait for a case.
    Waited,
    /// Nothing but the order of the ids.
    Order,
}

impl Edge {
    /// The one spelling of this edge.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Mastery => "mastery",
            Self::Waited => "waited",
            Self::Order => "order",
        }
    }
}

/// People who did not get it for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The reason.
    pub refusal: Refusal,
    /// How many.
    pub count: u32,
    /// Up to three of them.
    pub some: Vec<AgentId>,
}

/// Why someone got a case, and who was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// How.
    pub how: How,
    /// What had been relaxed by then.
    pub relaxed: Vec<Relax>,
    /// How many could have taken it.
    pub could: u32,
    /// Who came second, and what decided.
    pub second: Option<(AgentId, Edge)>,
    /// Who was passed over, by reason. People of other queues are not listed.
    pub passed: Vec<Passed>,
    /// The preferred one, when they did not get it, and why not; no reason when they left the desk.
    pub preferred: Option<(AgentId, Option<Refusal>)>,
}

/// People who were passed over for one reason, as it is stored with an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The word of the reason.
    pub why: String,
    /// How many.
    pub count: u32,
    /// Up to three of them.
    pub some: Vec<AgentId>,
}

/// Who was considered for a case, as it is stored with an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Considered {
    /// How many could have taken it.
    pub could: u32,
    /// Who came second.
    pub second: Option<AgentId>,
    /// What decided between the first and the second: the word of an edge.
    pub edge: Option<String>,
    /// Who should have had it and did not get it.
    pub preferred: Option<AgentId>,
    /// Who was passed over, by reason.
    pub passed: Vec<PassedOver>,
}

impl Why {
    /// Who was considered, to be stored.
    #[must_use]
    pub fn considered(&self) -> Considered {
        let passed = self.passed.iter().map(|passed| PassedOver {
            why: passed.refusal.word().to_owned(),
            count: passed.count,
            some: passed.some.clone(),
        });
        Considered {
            could: self.could,
            second: self.second.map(|(id, _)| id),
            edge: self.second.map(|(_, edge)| edge.word().to_owned()),
            preferred: self.preferred.map(|(id, _)| id),
            passed: passed.collect(),
        }
    }

    /// As reasons for the screens, from keys of the locale files.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some((_, refusal)) = self.preferred {
            let why = refusal.map_or("gone", Refusal::word).to_owned();
            reasons.push(reason("reason-previous-owner-not-free", [("why", why)]));
        }
        if !self.relaxed.is_empty() {
            let steps = self.relaxed.len().to_string();
            reasons.push(reason("reason-relaxed", [("steps", steps)]));
        }
        let could = self.could.to_string();
        reasons.push(match self.how {
            How::Preferred => reason("reason-previous-owner", []),
            How::Best => {
                let edge = self.second.map_or("alone", |(_, edge)| edge.word()).to_owned();
                reason("reason-best-of", [("could", could), ("edge", edge)])
            }
            How::Pulled { ahead } => reason("reason-pulled", [("ahead", ahead.to_string())]),
        });
        for passed in &self.passed {
            let values =
                [("why", passed.refusal.word().to_owned()), ("count", passed.count.to_string())];
            reasons.push(reason("reason-passed-over", values));
        }
        reasons
    }
}

fn reason<const N: usize>(key: &str, values: [(&str, String); N]) -> Reason {
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Reason { line: None, key: key.to_owned(), values }
}
