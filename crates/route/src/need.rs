//! Skills that a decision asks for.

use serde::{Deserialize, Serialize};

/// A skill that someone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldSkill {
    /// The key by which the playbook names it.
    pub key: String,
    /// How well, 1 (learning) to 5 (teaches it).
    pub level: i64,
}

/// A skill and the least level of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkillNeed<'a> {
    /// The key, such as `rebooking`.
    pub key: &'a str,
    /// The least level, 1 to 5.
    pub level: i64,
}

impl<'a> SkillNeed<'a> {
    /// Reads `rebooking:3` as "rebooking, level 3 or better", and `rebooking` as "any level".
    ///
    /// What stands after the last colon and is no number belongs to the key.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        match text.rsplit_once(':').map(|(key, level)| (key, level.parse::<i64>())) {
            Some((key, Ok(level))) => Self { key, level },
            _ => Self { key: text, level: 1 },
        }
    }
}
