//! The people who work here.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AgentId, OrgId, SkillId, Time};

words! {
    /// Whether someone takes new work.
    Presence as "presence" {
        /// Takes new cases.
        Online = "online",
        /// Here, but takes nothing new.
        Away = "away",
        /// Not here.
        Offline = "offline",
    }
}

/// Someone who logs in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    /// The organization.
    pub org_id: OrgId,
    /// Our id.
    pub id: AgentId,
    /// The address they log in with, in lower case.
    pub email: String,
    /// Their whole name.
    pub name: String,
    /// What colleagues call them.
    pub short_name: String,
    /// The signature under their replies, such as `^Ana`.
    pub signature: String,
    /// Language of their screens, as BCP 47.
    pub locale: String,
    /// IANA time zone of their screens.
    pub time_zone: String,
    /// Whether they take new work.
    pub presence: Presence,
    /// How many cases they can hold at once.
    pub capacity: i64,
    /// When they were switched off, if they were.
    pub disabled_at: Option<Time>,
}

/// A skill that someone has, and how well: 1 (learning) to 5 (teaches it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillLevel {
    /// Which skill.
    pub skill_id: SkillId,
    /// How well, 1 to 5.
    pub level: i64,
}
