//! What two decisions about one post differ in.

use std::fmt;

use earshot_model::Decision;
use serde::{Deserialize, Serialize};

/// One thing that is decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Differs {
    /// Which: `warranted`, `queue`, `department`, `clock`, `visibility`, `approval`, `skills`,
    /// `strategy`, `follow_up` or `next`.
    pub what: String,
    /// The word or key before; `none` where there was none, empty where it takes more than a word.
    pub before: String,
    /// The word or key now.
    pub now: String,
}

/// As `clock: normal -> urgent`.
impl fmt::Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what.as_str() {
            "follow_up" => f.write_str("another follow-up"),
            "next" => f.write_str("other suggestions"),
            what => write!(f, "{what}: {} -> {}", self.before, self.now),
        }
    }
}

/// The differences; none when both say the same, even if other lines say it.
pub(super) fn differences(old: &Decision, new: &Decision) -> Vec<Differs> {
    let mut found = Vec::new();
    let mut ask = |what: &str, before: &str, now: &str| {
        if before != now {
            let (before, now) = (before.to_owned(), now.to_owned());
            found.push(Differs { what: what.to_owned(), before, now });
        }
    };
    let or_none = |key: &Option<String>| key.as_deref().unwrap_or("none").to_owned();
    ask("warranted", old.outcome.word(), new.outcome.word());
    ask("queue", &or_none(&old.queue), &or_none(&new.queue));
    ask("department", &or_none(&old.department), &or_none(&new.department));
    ask("clock", old.sla.word(), new.sla.word());
    ask("visibility", old.place.word(), new.place.word());
    ask("approval", &or_none(&old.approval), &or_none(&new.approval));
    if old.skills != new.skills {
        let skills = |decision: &Decision| match decision.skills.as_slice() {
            [] => "none".to_owned(),
            skills => skills.join(" and "),
        };
        ask("skills", &skills(old), &skills(new));
    }
    if old.strategy != new.strategy {
        let word = |d: &Decision| d.strategy.map_or("none", |strategy| strategy.word());
        ask("strategy", word(old), word(new));
    }
    if old.later != new.later {
        found.push(more("follow_up"));
    }
    if old.actions != new.actions {
        found.push(more("next"));
    }
    found
}

fn more(what: &str) -> Differs {
    Differs { what: what.to_owned(), before: String::new(), now: String::new() }
}
